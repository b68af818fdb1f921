package dev.caravan.sync.control;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One thing that can be asked of the API.
 *
 * @param method GET or POST
 * @param path below {@code /api/v1/}; {@code {mount}} stands for the name of a mount
 * @param what it does, in a sentence
 * @param parameters of the query, or fields of the JSON body if it is a POST
 */
record ApiCall(String method, String path, String what, List<Parameter> parameters, Handler handler) {
    static final String MOUNT = "{mount}";

    /** A parameter, and what it means. */
    record Parameter(String name, String type, boolean required, String what) {
        static Parameter text(String name, String what) {
            return new Parameter(name, "string", false, what);
        }

        static Parameter number(String name, String what) {
            return new Parameter(name, "integer", false, what);
        }

        static Parameter needed(String name, String type, String what) {
            return new Parameter(name, type, true, what);
        }
    }

    /** Answers a request; the mount is empty where the path names none. */
    interface Handler {
        void answer(ControlRequest request, String mount) throws IOException, ControlException;
    }

    /** The mount that a path names, empty text if the call has none; nothing if the path is another one. */
    Optional<String> mountIn(String asked) {
        String[] here = path.split("/", -1);
        String[] there = asked.split("/", -1);
        if (here.length != there.length) {
            return Optional.empty();
        }
        String mount = "";
        for (int i = 0; i < here.length; i++) {
            if (here[i].equals(MOUNT)) {
                mount = there[i];
            } else if (!here[i].equals(there[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(mount);
    }

    boolean hasMount() {
        return Arrays.asList(path.split("/", -1)).contains(MOUNT);
    }
}
