package dev.caravan.mount;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** URLs of stores: the same store may be written in several ways. */
public final class Endpoints {
    private Endpoints() {}

    /** One way to write each: without a slash at the end, an upper-case letter in the host, or the port that goes without saying. */
    public static String plain(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getScheme() == null || uri.getHost() == null) {
                return url;
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            boolean usual = (scheme.equals("http") && uri.getPort() == 80)
                    || (scheme.equals("https") && uri.getPort() == 443)
                    || uri.getPort() < 0;
            String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
            return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + uri.getPort()) + path;
        } catch (URISyntaxException e) {
            return url;
        }
    }
}
