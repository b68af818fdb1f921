package dev.caravan.camel;

import dev.caravan.mount.Mount;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.RouteTemplateParameterSource;

/**
 * Makes the routes of every mount: one of each route template that has a parameter {@code caravanMount}; where it has a parameter
 * {@code queue}, too, only if the mount has bucket-events. A template in a new file is found like those that Caravan brings.
 */
public final class MountRoutes implements RouteTemplateParameterSource {
    private static final String MOUNT = "caravanMount";
    /** What the names of all that is ours begin with, so that a host's are left alone. */
    static final String PREFIX = "caravan-";

    private static final String QUEUE = "queue";

    private final CamelContext context;
    private final List<Mount> mounts;
    private final boolean once;
    private final Map<String, Map<String, Object>> routes = new LinkedHashMap<>();

    /** @param once whether there is one pass only, so that nothing needs to be told to the next */
    MountRoutes(CamelContext context, List<Mount> mounts, boolean once) {
        this.context = context;
        this.mounts = mounts;
        this.once = once;
    }

    @Override
    public Set<String> routeIds() {
        List<RouteTemplateDefinition> templates =
                new ArrayList<>(((ModelCamelContext) context).getRouteTemplateDefinitions());
        for (Mount mount : mounts) {
            for (RouteTemplateDefinition template : templates) {
                if (declares(template, MOUNT) && (!declares(template, QUEUE) || hasQueue(mount))) {
                    routes.put(PREFIX + mount.name() + "-" + stage(template), parameters(mount, template));
                }
            }
        }
        return routes.keySet();
    }

    @Override
    public Map<String, Object> parameters(String routeId) {
        return routes.getOrDefault(routeId, Map.of());
    }

    private boolean hasQueue(Mount mount) {
        return !once && mount.listing().events().isPresent();
    }

    private static Map<String, Object> parameters(Mount mount, RouteTemplateDefinition template) {
        Map<String, Object> all = Map.of(
                MOUNT,
                mount.name().value(),
                "folder",
                uriPath(mount.folder().toString()),
                "bucket",
                uriPath(mount.location().bucket()),
                QUEUE,
                mount.listing().events().map(URI::toString).orElse(""));
        Map<String, Object> parameters = new HashMap<>(Map.of(TEMPLATE_ID, template.getId()));
        all.forEach((name, value) -> {
            if (declares(template, name)) {
                parameters.put(name, value);
            }
        });
        return parameters;
    }

    /** The name of a template without the prefix of ours. */
    private static String stage(RouteTemplateDefinition template) {
        String id = template.getId();
        return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    }

    private static boolean declares(RouteTemplateDefinition template, String name) {
        List<RouteTemplateParameterDefinition> parameters = template.getTemplateParameters();
        return parameters != null
                && parameters.stream().anyMatch(parameter -> parameter.getName().equals(name));
    }

    /** Camel decodes a URI's path twice: once when it normalizes the URI, once when it makes the endpoint. */
    private static String uriPath(String path) {
        return encoded(encoded(path));
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/-_.".indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", b & 0xff));
        }
        return encoded.toString();
    }
}
