package io.modeldeployment.operator.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.modeldeployment.operator.http.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers from Prometheus and other addresses, played by a server of the JDK. */
class HttpGaugesTest {
    private static final Placeholders PLACEHOLDERS =
            new Placeholders(Map.of("candidate", "bbb", "stable", "aaa", "name", "spam", "namespace", "models"));

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final HttpGauges gauges = new HttpGauges(_ -> true);
    private HttpServer server = start();
    private int status = 200;
    private String body = "";

    private HttpServer start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                asked.add(URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8));
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                if (status == 302) {
                    exchange.getResponseHeaders().set("Location", "http://169.254.169.254/");
                }
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void nothingWasAsked() {
        asked.clear();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private Reading prometheus(String answer) throws InterruptedException {
        body = answer;
        return gauges.read(
                new Check.Source.Prometheus(url() + "/", "sum(rate(x{rev=\"{{candidate}}\"}[1m]))"), PLACEHOLDERS);
    }

    private static String result(String type, String result) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"" + type + "\",\"result\":" + result + "}}";
    }

    private Reading web(String answer, String pointer) throws InterruptedException {
        body = answer;
        return gauges.read(
                new Check.Source.Web(url() + "/{{namespace}}/{{name}}-{{candidate}}", pointer), PLACEHOLDERS);
    }

    private static String why(Reading reading) {
        return assertInstanceOf(Reading.None.class, reading).why();
    }

    @Test
    void aVectorOfOneSeriesAndAScalarAreANumber() throws InterruptedException {
        assertEquals(
                new Reading.Value(0.25),
                prometheus(result("vector", "[{\"metric\":{},\"value\":[1700000000.1,\"0.25\"]}]")));
        assertEquals(new Reading.Value(3), prometheus(result("scalar", "[1700000000.1,\"3\"]")));
        assertEquals("/api/v1/query?query=sum(rate(x{rev=\"bbb\"}[1m]))", asked.getFirst());
    }

    @Test
    void anInfiniteNumberIsOne() throws InterruptedException {
        assertEquals(
                new Reading.Value(Double.POSITIVE_INFINITY), prometheus(result("scalar", "[1700000000.1,\"+Inf\"]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vector | [] | no data",
                "vector | [{\"value\":[1,\"NaN\"]}] | NaN",
                "vector | [{\"value\":[1,\"1\"]},{\"value\":[1,\"2\"]}] | 2 series: make one of them",
                "vector | [{\"value\":[1,\"many\"]}] | no number",
                "vector | [{}] | no number",
                "matrix | [] | the query gives a matrix",
                "string | [1,\"a\"] | the query gives a string",
            })
    void rule14_whatIsNoNumberIsAnError(String type, String result, String message) throws InterruptedException {
        String why = why(prometheus(result(type, result)));
        assertTrue(why.contains(message), why);
    }

    @Test
    void prometheusErrorIsSaidInItsWords() throws InterruptedException {
        status = 400;
        String why = why(prometheus("""
                {"status":"error","errorType":"bad_data","error":"1:5: parse error: unexpected end of input"}"""));
        assertEquals("Prometheus answered 400: 1:5: parse error: unexpected end of input", why);
        status = 503;
        assertTrue(why(prometheus("<html>busy</html>")).contains("Prometheus answered 503: is it Prometheus' URL"));
        status = 200;
        assertTrue(why(prometheus("not JSON")).contains("Prometheus answered 200: is it"));
    }

    @Test
    void nobodyThereIsAnError() throws InterruptedException {
        server.stop(0);
        assertTrue(why(prometheus("")).contains("no connection"));
        String why = why(gauges.read(new Check.Source.Prometheus("http://nowhere.invalid", "1"), PLACEHOLDERS));
        assertTrue(why.contains("the host nowhere.invalid is not known"), why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":[{\"score\":0.97}]} | /data/0/score | 0.97",
                "{\"a/b\":\"12\"} | /a~1b | 12",
                "{\"ok\":true} | /ok | 1",
                "{\"ok\":false} | /ok | 0",
                "5 | '' | 5",
            })
    void aNumberIsReadOutOfJson(String answer, String pointer, double value) throws InterruptedException {
        assertEquals(new Reading.Value(value), web(answer, pointer));
        assertEquals("/models/spam-bbb", asked.getFirst());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /score | has no number at '/score'",
                "{\"score\":null} | /score | has no number",
                "{\"score\":\"good\"} | /score | has no number",
                "{\"score\":{}} | /score | has no number",
                "{\"score\":\"NaN\"} | /score | NaN",
                "<p>hello</p> | /score | not JSON",
            })
    void jsonWithoutTheNumberIsAnError(String answer, String pointer, String message) throws InterruptedException {
        String why = why(web(answer, pointer));
        assertTrue(why.contains(message), why);
        assertTrue(!why.contains("hello"), "tells what a foreign address answered: " + why);
    }

    @Test
    void redirectsAreNotFollowed() throws InterruptedException {
        status = 302;
        String why = why(web("", "/score"));
        assertTrue(why.contains("answered 302: it has to answer 200, without a login or a redirect"), why);
    }

    @Test
    void whatIsTooLargeIsAnError() throws InterruptedException {
        assertTrue(why(web("[" + "1,".repeat(600_000) + "1]", "/0")).contains("too large"));
    }

    @Test
    void theOperatorsOwnMachineIsNotAsked() throws InterruptedException {
        var careful = new HttpGauges(Addresses::isElsewhere);
        for (String host : List.of("localhost", "127.0.0.1", "169.254.169.254", "[::1]", "0.0.0.0")) {
            String address = "http://" + host + ":" + server.getAddress().getPort();
            String why = why(careful.read(new Check.Source.Web(address, ""), PLACEHOLDERS));
            assertTrue(why.contains("is an address of the operator's own machine"), why);
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void onlyHttpIsSpoken() throws InterruptedException {
        for (String url : List.of("file:///etc/passwd", "ftp://a.example/b", "jar:http://a!/b", "http:///b", "{{x}}")) {
            assertTrue(why(gauges.read(new Check.Source.Web(url, ""), PLACEHOLDERS))
                    .contains("no http or https URL"));
        }
    }
}
