package dev.caravan.camel;

import dev.caravan.config.ConfigurationException;
import dev.caravan.mount.Mount;
import dev.caravan.status.Journal;
import dev.caravan.status.ProgramEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.PatternHelper;

/** Looks, before anything starts, whether each route of a mount is there, and each that one of them sends to. */
final class RouteCheck implements StartupListener {
    /** The stages that a path may go through, whether or not a file names them. */
    private static final List<String> STAGES = List.of(
            "pass",
            "drain",
            "list-bucket",
            "changed-objects",
            "scan-folder",
            "missing-paths",
            "hand-over",
            "reconcile",
            "upload",
            "download",
            "delete-local",
            "delete-remote",
            "conflict",
            "record",
            "publish",
            "failed");

    private static final String DIRECT = "direct:";

    private final List<Mount> mounts;

    RouteCheck(List<Mount> mounts) {
        this.mounts = mounts;
    }

    @Override
    public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) {
        List<RouteDefinition> routes = ((ModelCamelContext) context).getRouteDefinitions();
        Set<String> ids = new HashSet<>();
        Set<String> received = new HashSet<>();
        for (RouteDefinition route : routes) {
            ids.add(route.getRouteId());
            received.add(name(route.getInput().getEndpointUri()));
        }
        List<String> faults = new ArrayList<>();
        checkTemplates((ModelCamelContext) context, faults);
        for (Mount mount : mounts) {
            for (String stage : STAGES) {
                if (!ids.contains(MountRoutes.PREFIX + mount.name() + "-" + stage)) {
                    faults.add("There is no route '" + stage + "' for mount '" + mount
                            + "': no route file has the template '" + MountRoutes.PREFIX + stage
                            + "', with the parameter caravanMount. Put it back");
                }
            }
        }
        routes.stream()
                .filter(route -> route.getRouteId().startsWith(MountRoutes.PREFIX))
                .forEach(route -> {
                    checkTargets(route, received, faults);
                    checkConfigurations(route, (ModelCamelContext) context, faults);
                });
        if (!faults.isEmpty()) {
            throw new ConfigurationException(faults);
        }
    }

    /** Of templates with the same id the first one counts: one in another directory than ours is meant to. */
    private static void checkTemplates(ModelCamelContext context, List<String> faults) {
        Map<String, String> first = new HashMap<>();
        for (RouteTemplateDefinition template : context.getRouteTemplateDefinitions()) {
            String file =
                    template.getResource() == null ? "" : template.getResource().getLocation();
            String before = first.putIfAbsent(template.getId(), file);
            if (before != null && directory(before).equals(directory(file))) {
                faults.add("The template '" + template.getId() + "' is in " + before + " and in " + file
                        + ". Remove one of them");
            } else if (before != null) {
                Journal.ofProgram().publish(new ProgramEvent.TemplateReplaced(template.getId(), before));
            }
        }
    }

    private static String directory(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    private static void checkTargets(RouteDefinition route, Set<String> received, List<String> faults) {
        Collection<ToDefinition> all =
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class);
        for (ToDefinition to : all) {
            String uri = to.getEndpointUri();
            if (uri.startsWith(DIRECT) && !received.contains(name(uri))) {
                faults.add("Route '" + route.getRouteId() + "' sends to '" + uri
                        + "', and no route begins there. Correct" + " the name, or add that route");
            }
        }
    }

    /** Without its configuration a route would not tell of what fails in it. */
    private static void checkConfigurations(RouteDefinition route, ModelCamelContext context, List<String> faults) {
        String named = route.getRouteConfigurationId();
        for (String id : named == null ? new String[0] : named.split(",")) {
            if (context.getRouteConfigurationDefinitions().stream()
                    .noneMatch(there -> PatternHelper.matchPattern(there.getId(), id.strip()))) {
                faults.add("Route '" + route.getRouteId() + "' has routeConfigurationId '" + id.strip()
                        + "', and there is no such routeConfiguration. Correct the name, or add it");
            }
        }
    }

    private static String name(String uri) {
        int query = uri.indexOf('?');
        String bare = query < 0 ? uri : uri.substring(0, query);
        return bare.replace("direct://", DIRECT);
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // what was to be found out is known
    }
}
