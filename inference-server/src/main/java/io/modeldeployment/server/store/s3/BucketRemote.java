package io.modeldeployment.server.store.s3;

import io.modeldeployment.server.store.Remote;
import io.modeldeployment.server.store.Source;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import io.modeldeployment.server.store.TakenFiles;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of a bucket below a prefix. */
public final class BucketRemote implements Remote {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final int SHA256_BYTES = 32;

    private final Source.Bucket source;
    private final S3Client client;

    /** @param environment has the credentials, under the AWS tools' names; without them the bucket is asked as anybody may */
    public BucketRemote(Source.Bucket source, Map<String, String> environment) {
        this.source = source;
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .region(Region.of(source.region()))
                .credentialsProvider(credentials(environment))
                // Stores other than AWS have buckets in the path; and not all of them know the newer checksums.
                .forcePathStyle(source.endpoint().isPresent())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // Patience is the fetch's, for all sources alike.
                .overrideConfiguration(override -> override.retryStrategy(none -> none.maxAttempts(1)));
        source.endpoint().ifPresent(builder::endpointOverride);
        this.client = builder.build();
    }

    private static AwsCredentialsProvider credentials(Map<String, String> environment) {
        String key = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        String session = environment.get("AWS_SESSION_TOKEN");
        if (key == null || secret == null) {
            return AnonymousCredentialsProvider.create();
        }
        return StaticCredentialsProvider.create(
                session == null
                        ? AwsBasicCredentials.create(key, secret)
                        : AwsSessionCredentials.create(key, secret, session));
    }

    @Override
    public String source() {
        return source.name();
    }

    @Override
    public Listing list() throws StoreException {
        try {
            List<RemoteFile> files = new ArrayList<>();
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(source.bucket()).prefix(source.prefix()))
                    .contents()) {
                String path = object.key().substring(source.prefix().length());
                if (TakenFiles.isTaken(path)) {
                    files.add(new RemoteFile(
                            path,
                            object.key(),
                            OptionalLong.of(object.size()),
                            checksum(object.key()),
                            Optional.ofNullable(object.eTag())));
                }
            }
            if (files.isEmpty()) {
                throw new StoreException(Reason.NOT_FOUND, source.name() + ": there is no file of a model below it");
            }
            return new Listing("", TakenFiles.require(source.name(), files), false);
        } catch (SdkException e) {
            throw refusal(source.name(), e);
        }
    }

    /** The SHA-256 that was given at the upload, where it is one of the whole object. */
    private Optional<Checksum> checksum(String key) {
        HeadObjectResponse head = client.headObject(
                request -> request.bucket(source.bucket()).key(key).checksumMode(ChecksumMode.ENABLED));
        String sha256 = head.checksumSHA256();
        if (sha256 == null || sha256.contains("-")) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getDecoder().decode(sha256);
        return bytes.length == SHA256_BYTES
                ? Optional.of(Checksum.sha256(HexFormat.of().formatHex(bytes)))
                : Optional.empty();
    }

    @Override
    public Body open(RemoteFile file, long offset, Optional<String> validator) throws StoreException {
        String name = "s3://" + source.bucket() + "/" + file.location();
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(source.bucket()).key(file.location());
        // Files that came before are of the model that was listed, so this one has to be too.
        Optional<String> version = file.version().or(() -> validator);
        version.ifPresent(request::ifMatch);
        if (offset > 0) {
            request.range("bytes=" + offset + "-");
        }
        try {
            ResponseInputStream<GetObjectResponse> stream = client.getObject(request.build());
            String sent = stream.response().eTag();
            // Not every store heeds If-Match.
            if (version.isPresent() && sent != null && !bare(sent).equals(bare(version.get()))) {
                stream.abort();
                throw changed(name);
            }
            return body(stream, offset);
        } catch (S3Exception e) {
            // Another object has the name now, or a shorter one.
            throw e.statusCode() == 412 || e.statusCode() == 416 ? changed(name) : refusal(name, e);
        } catch (SdkException e) {
            throw refusal(name, e);
        }
    }

    private static StoreException changed(String name) {
        return new StoreException(
                Reason.DIGEST_MISMATCH,
                name + ": the object has changed since it was listed; fetch again once all of the model is uploaded");
    }

    /** Some stores quote an ETag in one place alone. */
    private static String bare(String tag) {
        return tag.replace("\"", "");
    }

    private static Body body(ResponseInputStream<GetObjectResponse> stream, long offset) {
        GetObjectResponse object = stream.response();
        boolean part = object.contentRange() != null;
        long from = part ? offset : 0;
        Long length = object.contentLength();
        return new Body(
                from,
                length == null ? OptionalLong.empty() : OptionalLong.of(from + length),
                Optional.ofNullable(object.eTag()),
                aborting(stream));
    }

    /** Closing the stream itself would read what is left of it first. */
    private static InputStream aborting(ResponseInputStream<?> stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                try {
                    return super.read();
                } catch (SdkException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                try {
                    return super.read(buffer, from, length);
                } catch (SdkException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }

            @Override
            public void close() {
                stream.abort();
            }
        };
    }

    private static StoreException refusal(String name, SdkException failure) {
        if (!(failure instanceof S3Exception answer)) {
            return new StoreException(Reason.UNREACHABLE, name + ": " + failure.getMessage());
        }
        String code = answer.awsErrorDetails() == null
                ? ""
                : orEmpty(answer.awsErrorDetails().errorCode());
        String words =
                "%s: HTTP %d %s".formatted(name, answer.statusCode(), code).strip();
        return switch (answer.statusCode()) {
            case 404 -> new StoreException(Reason.NOT_FOUND, words + "; are bucket and prefix right?");
            case 401, 403 ->
                new StoreException(Reason.UNAUTHORIZED, words + "; may these credentials list the bucket and read it?");
            case 429 -> new StoreException(Reason.RATE_LIMITED, words);
            case 301, 307 -> new StoreException(Reason.REFUSED, words + "; the bucket is in another region");
            default ->
                code.equals("SlowDown")
                        ? new StoreException(Reason.RATE_LIMITED, words)
                        : new StoreException(answer.statusCode() >= 500 ? Reason.UNREACHABLE : Reason.REFUSED, words);
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void close() {
        client.close();
    }
}
