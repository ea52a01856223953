package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The files that a ModelBackup keeps. */
public record BackupSource(
        @JsonPropertyDescription("Name of a ModelBackup of this namespace that is ready.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = Rules.SUBDOMAIN,
                message = "write the name of a ModelBackup, as kubectl get mbk shows it")
        String name) {}
