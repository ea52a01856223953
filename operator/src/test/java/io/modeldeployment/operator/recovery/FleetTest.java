package io.modeldeployment.operator.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.recovery.Fleet.Member;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tells a fault of a node or of the network from one of a revision, by who else does not answer. */
class FleetTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Member WELL_1 = new Member("n1", true);
    private static final Member ILL_1 = new Member("n1", false);
    private static final Member WELL_2 = new Member("n2", true);
    private static final Member ILL_2 = new Member("n2", false);

    private final Fleet fleet = new Fleet();

    private Optional<String> whenMineFailsAnd(Member... others) {
        fleet.saw("mine", List.of(ILL_1), NOON);
        fleet.saw("other", List.of(others), NOON);
        return fleet.elsewhere("mine", NOON);
    }

    @Test
    void whoIsAloneIsAtFault() {
        assertEquals(Optional.empty(), whenMineFailsAnd());
    }

    @Test
    void whereOthersOnTheNodeAnswerItIsNotTheNode() {
        assertEquals(Optional.empty(), whenMineFailsAnd(WELL_1, ILL_1, ILL_2));
    }

    @Test
    void whereNobodyOnTheNodeAnswersItMayBeTheNode() {
        assertTrue(whenMineFailsAnd(ILL_1, WELL_2).orElseThrow().contains("node n1"));
    }

    @Test
    void whereNobodyAnswersItMayBeTheNetwork() {
        assertTrue(whenMineFailsAnd(ILL_2, ILL_2).orElseThrow().contains("network"));
    }

    @Test
    void aSingleOtherThatFailsElsewhereSaysNothing() {
        assertEquals(Optional.empty(), whenMineFailsAnd(ILL_2));
    }

    @Test
    void whatWasSeenLongAgoSaysNothing() {
        fleet.saw("other", List.of(ILL_1, ILL_1), NOON.minusSeconds(301));
        fleet.saw("mine", List.of(ILL_1), NOON);

        assertEquals(Optional.empty(), fleet.elsewhere("mine", NOON));
    }
}
