package io.modeldeployment.operator.evaluation;

import java.util.List;
import java.util.Optional;

/**
 * What the answers to a golden set say about the candidate, with all that it rests on.
 *
 * @param outcome the verdict
 * @param asked texts that every revision was asked
 * @param candidate the candidate's figures; empty if it was asked nothing
 * @param stable those of the stable revision, where there is one
 * @param pair what the two differ in, where there are two
 * @param checks what became of each bound
 * @param wrong what the candidate labels wrongly, the worst first
 */
public record Judgement(
        Outcome outcome,
        int asked,
        Optional<ArmFigures> candidate,
        Optional<ArmFigures> stable,
        Optional<PairFigures> pair,
        List<Check> checks,
        List<WrongText> wrong) {}
