package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProportionTestTest {
    private static final double ALARM = Math.log(100);

    @Test
    void theFirstBlockIsTheLikelihoodRatioByHand() {
        ProportionTest test = ProportionTest.START.next(new Block(3, 0, 1, 1));

        // Before any data: stable 0.01; the candidate (20 * 0.01495 + 0.05) / 20.05; common 3/4 and 1/4 of them.
        double stable = 0.01;
        double candidate = (20 * 0.01495 + 0.05) / 20.05;
        double common = 0.75 * stable + 0.25 * candidate;
        double byHand = Math.pow(1 - stable, 3) * candidate / (Math.pow(1 - common, 3) * common);
        assertEquals(Math.log(byHand), test.logE(), 1e-12);
    }

    @Test
    void aCandidateThatFailsEveryRequestIsFoundWithinEight() {
        ProportionTest test = ProportionTest.START;
        int requests = 0;
        while (test.logE() < ALARM) {
            test = test.next(new Block(9, 0, 1, 1));
            requests++;
        }
        assertTrue(requests <= 8, "took " + requests);
    }

    @Test
    void equalArmsLoseALittleAndNeverAlarm() {
        ProportionTest test = ProportionTest.START;
        for (int i = 0; i < 10_000; i++) {
            test = test.next(new Block(100, 1, 100, 1));
            assertTrue(test.logE() < 0.5, "log E is " + test.logE());
        }
        assertTrue(test.logE() < 0);
    }

    @Test
    void aBlockWithAnEmptyArmLeavesE() {
        ProportionTest test = ProportionTest.START.next(new Block(90, 2, 10, 3));
        assertEquals(test.logE(), test.next(new Block(0, 0, 50, 50)).logE());
        assertEquals(test.logE(), test.next(new Block(50, 0, 0, 0)).logE());
        assertEquals(test.logE(), test.next(Block.NONE).logE());
    }

    @Test
    void extremeCountsStayFinite() {
        long most = Block.MOST;
        var extremes = List.of(
                new Block(most, 0, most, most),
                new Block(most, most, most, 0),
                new Block(most, most, most, most),
                new Block(most, 0, most, 0),
                new Block(1, 1, most, most),
                new Block(most, 0, 1, 1),
                new Block(1, 0, 1, 0));
        for (Block first : extremes) {
            for (Block second : extremes) {
                ProportionTest test =
                        ProportionTest.START.next(first).next(second).next(second);
                assertTrue(Double.isFinite(test.logE()), first + " then " + second);
            }
        }
    }

    @Test
    void moreEventsOfTheCandidateSayMoreAndMoreOfStableLess() {
        Chance.times(300, chance -> {
            ProportionTest past = randomPast(chance);
            int stable = 1 + chance.upTo(30);
            int candidate = 1 + chance.upTo(30);
            for (int a = 0; a <= stable; a++) {
                for (int b = 0; b <= candidate; b++) {
                    double here = past.next(new Block(stable, a, candidate, b)).logE();
                    if (b < candidate) {
                        assertTrue(past.next(new Block(stable, a, candidate, b + 1))
                                        .logE()
                                > here);
                    }
                    if (a < stable) {
                        assertTrue(past.next(new Block(stable, a + 1, candidate, b))
                                        .logE()
                                < here);
                    }
                }
            }
        });
    }

    @Test
    void aTextRestoresTheTestExactly() {
        Chance.times(200, chance -> {
            ProportionTest uninterrupted = ProportionTest.START;
            ProportionTest restarted = ProportionTest.START;
            for (int i = 0; i < 60; i++) {
                Block block = chance.block(chance.upTo(500), chance.share(), chance.share(), chance.share());
                uninterrupted = uninterrupted.next(block);
                restarted = restored(restarted).next(block);
            }
            assertEquals(uninterrupted, restarted);
        });
    }

    @Test
    void aBadTextIsAProblemAndNoException() {
        String good = ProportionTest.START.next(new Block(5, 1, 5, 2)).toText();
        Stream.concat(
                        Stream.of(
                                "",
                                ";",
                                "proportion1",
                                "proportion2;0.0;0.0;0.0;0.0;0.0;0.0",
                                "proportion1;NaN;0;0;0;0;0",
                                "proportion1;Infinity;0;0;0;0;0",
                                "proportion1;0;-1;0;0;0;0",
                                "proportion1;0;1;2;0;0;0",
                                "proportion1;0;NaN;0;0;0;0",
                                "proportion1;0;1e999;0;0;0;0",
                                "proportion1;zero;0;0;0;0;0",
                                good + ";1",
                                good + "x"),
                        // Cut anywhere.
                        Stream.iterate(0, i -> i < good.lastIndexOf(';'), i -> i + 1)
                                .map(i -> good.substring(0, i)))
                .forEach(text -> {
                    Parsed<ProportionTest> parsed = ProportionTest.parse(text);
                    var unreadable = assertInstanceOf(Parsed.Unreadable.class, parsed, text);
                    assertTrue(unreadable.problem().startsWith("cannot read '"), unreadable.problem());
                });
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Block(1, 2, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Block(0, 0, 5, -1));
        assertThrows(IllegalArgumentException.class, () -> new Block(-1, -1, 5, 1));
        var error = assertThrows(IllegalArgumentException.class, () -> new Block(0, 0, Block.MOST + 1, 0));
        assertTrue(error.toString().contains("the candidate"), error.toString());
    }

    static ProportionTest randomPast(Chance chance) {
        ProportionTest test = ProportionTest.START;
        int blocks = chance.upTo(4);
        for (int i = 0; i < blocks; i++) {
            test = test.next(chance.block(chance.upTo(60), chance.share(), chance.share(), chance.share()));
        }
        return test;
    }

    private static ProportionTest restored(ProportionTest test) {
        return ProportionTest.parse(test.toText()).toOptional().orElseThrow();
    }
}
