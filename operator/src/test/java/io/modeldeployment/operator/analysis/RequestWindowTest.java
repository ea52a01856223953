package io.modeldeployment.operator.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.analysis.RequestWindow.Block;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestWindowTest {
    private static RequestWindow after(int times, Block block, RequestWindow window) {
        RequestWindow next = window;
        for (int i = 0; i < times; i++) {
            next = next.next(block);
        }
        return next;
    }

    private static RequestWindow of(long stable, long candidate) {
        return RequestWindow.EMPTY.next(new Block(stable, candidate));
    }

    @Test
    void fewRequestsAreNoShare() {
        assertEquals(Optional.empty(), RequestWindow.EMPTY.percent());
        assertEquals(Optional.empty(), of(44, 5).percent());
        assertEquals(Optional.of(10), of(45, 5).percent());
    }

    @Test
    void aShareIsThatOfTheLastMinute() {
        RequestWindow before = after(50, new Block(90, 10), RequestWindow.EMPTY);
        RequestWindow halfway = after(RequestWindow.LATELY / 2, new Block(50, 50), before);
        assertEquals(Optional.of(30), halfway.percent());
        assertEquals(
                Optional.of(50),
                after(RequestWindow.LATELY / 2, new Block(50, 50), halfway).percent());
    }

    @Test
    void whereFewRequestsComeItReachesFurtherBack() {
        RequestWindow rare = after(200, new Block(0, 0), of(40, 10));
        assertEquals(Optional.of(20), rare.percent());
        assertEquals(
                Optional.empty(),
                after(RequestWindow.MOST, new Block(0, 0), rare).percent());
    }

    @Test
    void onlyWhatIsMoreThanChanceHasClearlyMoved() {
        assertFalse(of(900, 100).isClearlyNot(12), "two points are not worth a word");
        assertTrue(of(900, 100).isClearlyNot(20));
        assertFalse(of(45, 5).isClearlyNot(20), "10 points in 50 requests may be chance");
        assertTrue(of(450, 50).isClearlyNot(20));
        assertTrue(of(100, 0).isClearlyNot(5));
    }
}
