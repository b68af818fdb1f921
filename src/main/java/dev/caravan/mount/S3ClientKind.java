package dev.caravan.mount;

/** Who writes and signs the requests that most of a pass consists of. */
public enum S3ClientKind implements ConfigWord {
    /** Caravan itself; whatever is not answered plainly is the AWS SDK's. */
    LEAN,
    /** The AWS SDK alone. */
    SDK
}
