package dev.caravan.contract;

import dev.caravan.mount.S3ClientKind;

/** The store in memory, asked by the AWS SDK alone. */
class SdkTest extends MemoryStoreTest {
    @Override
    S3ClientKind kind() {
        return S3ClientKind.SDK;
    }
}
