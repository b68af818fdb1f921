package dev.caravan.camel;

import dev.caravan.config.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.Jsoner;

/** Reads a JSON list of objects. */
public final class JsonList {
    private JsonList() {}

    /** @param flag where it comes from, for messages */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> read(String flag, String json) {
        Object all;
        try {
            all = Jsoner.deserialize(json);
        } catch (DeserializationException e) {
            throw wrong(flag, json);
        }
        if (!(all instanceof List<?> list)) {
            throw wrong(flag, json);
        }
        List<Map<String, Object>> mounts = new ArrayList<>();
        for (Object each : list) {
            if (!(each instanceof Map)) {
                throw wrong(flag, json);
            }
            mounts.add((Map<String, Object>) each);
        }
        return mounts;
    }

    private static ConfigurationException wrong(String flag, String json) {
        return new ConfigurationException(List.of(flag + " '" + json
                + "' is not a JSON list of mounts, such as [{\"id\":\"data\",\"bucket\":\"my-bucket\"}]"));
    }
}
