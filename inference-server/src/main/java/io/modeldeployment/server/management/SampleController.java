package io.modeldeployment.server.management;

import io.modeldeployment.server.observe.TextSample;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the sample of users' texts, where one is kept. */
@RestController
@ManagementEndpoint
public final class SampleController {
    private final TextSample sample;

    SampleController(TextSample sample) {
        this.sample = sample;
    }

    /**
     * The sample.
     *
     * @param size texts that are kept at most; 0 where none are
     * @param texts the oldest first
     */
    record Page(int size, List<String> texts) {}

    /** All of it. */
    @GetMapping(path = "/sample", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Page> texts() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Page(sample.size(), sample.texts()));
    }
}
