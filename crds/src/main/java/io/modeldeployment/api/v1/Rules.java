package io.modeldeployment.api.v1;

/** CEL rules that more than one field uses, with the words a user reads when one of them fails. */
final class Rules {
    static final String DURATION = "self.matches('^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$') && size(self) > 0";
    static final String DURATION_MESSAGE = "write a duration such as 30s, 5m or 1h30m";
    static final String IMAGE = "self.matches('^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?/)?"
            + "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$')";
    static final String IMAGE_MESSAGE = "write an image reference without spaces, its repository in lower case,"
            + " for example registry.example.com/models/spam:v2 or …@sha256:<64 hexadecimal digits>";
    static final String ABSOLUTE_PATH = "self.startsWith('/') && !self.split('/').exists(p, p == '..')";
    static final String ABSOLUTE_PATH_MESSAGE = "write an absolute path without '..', for example /model";
    static final String RELATIVE_PATH = "!self.startsWith('/') && !self.split('/').exists(p, p == '..')";
    static final String RELATIVE_PATH_MESSAGE =
            "write a path relative to the claim's root, without '..', for example v2";
    static final String CLAIM_NAME = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')";
    static final String CLAIM_NAME_MESSAGE = "write the name of a PersistentVolumeClaim of this namespace";
    static final String SUBDOMAIN =
            "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')";
    static final String HOSTNAMES = "self.all(h, h.matches("
            + "'^([*][.])?[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'))";
    static final String HOSTNAMES_MESSAGE =
            "write host names in lower case, without port or path, for example models.example.com or *.example.com";
    private static final String SAME_PARENT = "q.name == p.name && has(q.__namespace__) == has(p.__namespace__) "
            + "&& (!has(q.__namespace__) || q.__namespace__ == p.__namespace__)";
    static final String DISTINCT_PARENTS = "self.all(p, self.exists_one(q, " + SAME_PARENT + ") || has(p.sectionName) "
            + "&& self.exists_one(q, " + SAME_PARENT + " && (!has(q.sectionName) || q.sectionName == p.sectionName)))";
    static final String DISTINCT_PARENTS_MESSAGE =
            "name each Gateway once, or give each of its entries a sectionName of its own";
    static final String LIMIT = "self.matches('^-?[0-9]{1,15}(\\\\.[0-9]{1,15})?(%|ms|s)?$')";
    static final String LIMIT_MESSAGE = "write a number with a point, such as 0.97, 1%, 300ms or 0.5s";
    static final String PLACEHOLDERS = "!self.replace('{{candidate}}', '').replace('{{stable}}', '')"
            + ".replace('{{name}}', '').replace('{{namespace}}', '').contains('{{')";
    static final String PLACEHOLDERS_MESSAGE =
            "the only placeholders are {{candidate}}, {{stable}}, {{name}} and {{namespace}}";
    static final String URL = "self.matches('^https?://[^/@? #]+(/[^@ #]*)?$') && " + PLACEHOLDERS;
    static final String URL_MESSAGE = "write an http or https URL without user, '@', '#' or spaces, and with no other "
            + "placeholders than {{candidate}}, {{stable}}, {{name}} and {{namespace}}";

    /** No user, no fragment, no spaces; neither this machine nor a link-local address, in the forms that people write. */
    static final String MODEL_URL = "self.matches('^https?://[^/@?# ]+(/[^@# ]*)?$') "
            + "&& !self.matches('(?i)^https?://(localhost|[^/:]*[.]localhost|127[.][^/:]*|0[.0-9]*|169[.]254[.][^/:]*|[0-9]+|0x[^/:]*"
            + "|\\\\[(::|fe[89ab])[^/]*)(:[0-9]*)?(/.*)?$') "
            + "&& !self.split('/').exists(p, p == '..')";

    static final String MODEL_URL_MESSAGE =
            "write an address such as https://host/path, without user and password, '#' or '..',"
                    + " and not of the pod itself or a link-local one; credentials belong in a Secret";
    static final String PLAIN_HTTP_MESSAGE =
            "write https://, or allowHttp: true too where nobody can listen in, such as inside the cluster";
    static final String ALLOW_HTTP =
            "Takes http:// addresses too. What is sent, tokens included, can be read and changed on the way.";
    static final String SHA256 = "self.matches('^[a-f0-9]{64}$')";
    static final String SHA256_MESSAGE = "write 64 hexadecimal digits in lower case, as sha256sum prints them";
    static final String SECRET_NAME = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')";
    static final String SECRET_NAME_MESSAGE = "write the name of a Secret of this namespace";
    static final String EXTENDED_RESOURCE =
            "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$')";
    static final String EXTENDED_RESOURCE_MESSAGE =
            "write an extended resource as nodes have it, for example nvidia.com/gpu or amd.com/gpu";

    static final String POSITIVE_QUANTITY =
            "type(self) == int ? self > 0 : isQuantity(self) && quantity(self).isGreaterThan(quantity('0'))";
    static final String POSITIVE_QUANTITY_MESSAGE = "write a quantity above 0, for example 5, 500m or 2Gi";

    private Rules() {}
}
