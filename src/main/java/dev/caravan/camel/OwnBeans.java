package dev.caravan.camel;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The beans of the routes, found by their names and by nothing else. A component of the application around us takes the
 * one client of its type from the registry: with a mount's own it would write into that mount's bucket.
 */
final class OwnBeans implements BeanRepository {
    private final Map<String, Object> beans = new ConcurrentHashMap<>();

    /** Beans for a context, before it starts. */
    static OwnBeans in(CamelContext context) {
        OwnBeans beans = new OwnBeans();
        Registry registry = context.getRegistry();
        if (!(registry instanceof DefaultRegistry own)) {
            throw new IllegalStateException("Cannot add beans to a registry of type "
                    + registry.getClass().getName());
        }
        own.addBeanRepository(beans);
        return beans;
    }

    void bind(String name, Object bean) {
        beans.put(name, bean);
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        return beans.get(name);
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        Object bean = beans.get(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }
}
