package io.modeldeployment.server.model;

import io.modeldeployment.server.model.ModernBertBlueprint.Rotation;
import java.util.List;

/**
 * Queries and keys turned by angles that grow with their position (Su et al., 2021: RoPE), and layers that see near tokens only.
 *
 * <p>{@code places} holds cosines and sines of the layers that see all tokens, then of those that do not, then the window of the
 * latter, unless no text is long enough to need it.
 *
 * @param config the model's configuration
 * @param rotation bases of the angles, and the window
 * @param local by layer whether it sees near tokens only
 */
record RotaryPositions(ModelConfig config, Rotation rotation, List<Boolean> local) implements RelativePositions {
    private static final int TABLES = 4;

    RotaryPositions {
        local = List.copyOf(local);
    }

    @Override
    public List<String> places() {
        String i = Distances.upTo("n", "pos");
        return List.of(
                "at = torch.to(torch.reshape(pos, [-1, 1, 1, 1]), 6)",
                "wide = torch.mul(at, %s)".formatted(angles(rotation.globalTheta())),
                "near = torch.mul(at, %s)".formatted(angles(rotation.localTheta())),
                "places = [torch.cos(wide), torch.sin(wide), torch.cos(near), torch.sin(near)]",
                "if n > %d:".formatted(rotation.window() + 1),
                "  i = " + i,
                "  far = torch.gt(torch.abs(torch.sub(torch.unsqueeze(i, 1), i)), %d)".formatted(rotation.window()),
                "  _a = torch.append(places, torch.reshape(torch.mul(torch.to(far, 6), -1e30), [1, 1, n, n]))",
                "return places");
    }

    /** The angle of each pair of numbers at position 1. */
    private String angles(double theta) {
        String even = "torch.arange(0, %d, 2, dtype=6, layout=None, device=ops.prim.device(pos))".formatted(size());
        return "torch.reciprocal(torch.pow(%s, torch.div(%s, %d)))".formatted(theta, even, size());
    }

    @Override
    public String relation(String layer, int index) {
        return local.get(index) ? "places[" + TABLES + ":]" : "annotate(List[Tensor], [])";
    }

    @Override
    public String turned(String rows, int parts, int index) {
        int table = local.get(index) ? 2 : 0;
        return "self.turn(%s, %d, places[%d], places[%d])".formatted(rows, parts, table, table + 1);
    }

    @Override
    public void write(ScriptModule module) {
        int half = size() / 2;
        // Values, the last part, are not turned.
        module.method(
                "turn(y: Tensor, parts: int, cos: Tensor, sin: Tensor) -> Tensor",
                "x = torch.view(y, [-1, parts, %d, %d])".formatted(config.heads(), size()),
                "a = torch.narrow(torch.narrow(x, 1, 0, parts - 1), 3, 0, %d)".formatted(half),
                "b = torch.narrow(torch.narrow(x, 1, 0, parts - 1), 3, %d, %d)".formatted(half, half),
                "left = torch.sub(torch.mul(a, cos), torch.mul(b, sin))",
                "right = torch.add(torch.mul(b, cos), torch.mul(a, sin))",
                "return torch.cat([torch.cat([left, right], 3), torch.narrow(x, 1, parts - 1, 1)], 1)");
    }

    private int size() {
        return config.headSize();
    }
}
