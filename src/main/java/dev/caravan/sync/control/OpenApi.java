package dev.caravan.sync.control;

import java.util.List;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** The API as an OpenAPI document, made from the calls themselves. */
final class OpenApi {
    private OpenApi() {}

    static JsonObject document(List<ApiCall> calls) {
        JsonObject document = new JsonObject();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                object(
                        "title", "Caravan",
                        "version", "1",
                        "description",
                                "What a running Caravan tells its user, and takes from him. docs/operations.md says what the"
                                        + " fields mean."));
        document.put("servers", array(object("url", "/api/v1")));
        document.put("security", array(object("token", new JsonArray())));
        document.put(
                "components", object("securitySchemes", object("token", object("type", "http", "scheme", "bearer"))));
        JsonObject paths = new JsonObject();
        for (ApiCall call : calls) {
            JsonObject path = (JsonObject) paths.computeIfAbsent("/" + call.path(), unused -> new JsonObject());
            path.put(call.method().toLowerCase(java.util.Locale.ROOT), operation(call));
        }
        paths.put("/session", object("post", session()));
        document.put("paths", paths);
        return document;
    }

    /** The one call that needs no token of the control file. */
    private static JsonObject session() {
        JsonObject operation = operation(new ApiCall(
                "POST",
                "session",
                "A token for the page, which counts for twelve hours, for one that opens it once.",
                List.of(ApiCall.Parameter.needed("token", "string", "the token that opens the page")),
                (request, mount) -> {}));
        operation.put("security", new JsonArray());
        return operation;
    }

    private static JsonObject operation(ApiCall call) {
        JsonObject operation = object("summary", call.what(), "operationId", id(call));
        JsonArray parameters = new JsonArray();
        if (call.hasMount()) {
            parameters.add(object("name", "mount", "in", "path", "required", true, "schema", object("type", "string")));
        }
        if (call.method().equals("GET")) {
            call.parameters()
                    .forEach(each -> parameters.add(object(
                            "name", each.name(),
                            "in", "query",
                            "required", each.required(),
                            "description", each.what(),
                            "schema", schema(each))));
        } else if (!call.parameters().isEmpty()) {
            operation.put("requestBody", object("content", object("application/json", object("schema", body(call)))));
        }
        operation.put("parameters", parameters);
        operation.put(
                "responses",
                object(
                        "200",
                        object("description", "done"),
                        "default",
                        object("description", "an object with the field message, which says why it was not done")));
        return operation;
    }

    private static String id(ApiCall call) {
        return call.method().toLowerCase(java.util.Locale.ROOT) + "-"
                + call.path().replace("/", "-").replace("{", "").replace("}", "");
    }

    private static JsonObject body(ApiCall call) {
        JsonObject fields = new JsonObject();
        JsonArray required = new JsonArray();
        for (ApiCall.Parameter each : call.parameters()) {
            JsonObject schema = schema(each);
            schema.put("description", each.what());
            fields.put(each.name(), schema);
            if (each.required()) {
                required.add(each.name());
            }
        }
        JsonObject body = object("type", "object", "properties", fields);
        if (!required.isEmpty()) {
            body.put("required", required);
        }
        return body;
    }

    private static JsonObject schema(ApiCall.Parameter parameter) {
        return parameter.type().equals("array")
                ? object("type", "array", "items", object("type", "string"))
                : object("type", parameter.type());
    }

    private static JsonObject object(Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    private static JsonArray array(Object... values) {
        return new JsonArray(List.of(values));
    }
}
