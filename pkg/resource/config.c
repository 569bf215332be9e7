#include "resource/workload.h"

#include "names_priv.h"

bool resource_config_read(struct plim_intern *texts, const struct value *object,
                          const struct resource_application_rule *rule,
                          struct resource_config *config_out)
{
    static const char *const fields[] = {"data", "binaryData", "stringData"};
    struct resource_identity identity = resource_identity_of(object);
    bool secret = plim_str_is(identity.kind, "Secret");
    if (identity.group.len > 0 || (!secret && !plim_str_is(identity.kind, "ConfigMap")))
        return false;
    struct resource_names names = {0};
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        const struct value *data = value_get(object, fields[i]);
        for (size_t j = 0; value_is(data, VALUE_MAP) && j < data->len; j++)
            resource_names_add(&names, value_str(&data->entries[j].key));
    }
    struct resource_config config = {
        .identity = resource_identity_intern(texts, &identity),
        .application = plim_intern_str(texts, resource_application_of(object, rule)),
        /* Every Secret has a type; what was read as metadata alone has none. */
        .keys_known = !secret || names.len > 0 || value_get(object, "type") != NULL,
    };
    config.keys = resource_names_finish(&names, texts, &config.key_count);
    *config_out = config;
    return true;
}
