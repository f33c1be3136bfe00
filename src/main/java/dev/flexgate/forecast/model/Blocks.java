package dev.flexgate.forecast.model;

import java.util.List;

/** Several blocks, one after the other. */
record Blocks(List<Block> blocks) implements Block {

    @Override
    public int size() {
        return blocks.stream().mapToInt(Block::size).sum();
    }

    @Override
    public void origin(int origin) {
        blocks.forEach(block -> block.origin(origin));
    }

    @Override
    public void write(int lead, double[] out, int at) {
        int next = at;
        for (Block block : blocks) {
            block.write(lead, out, next);
            next += block.size();
        }
    }

    @Override
    public void holdBack(double[] out, int at) {
        int next = at;
        for (Block block : blocks) {
            block.holdBack(out, next);
            next += block.size();
        }
    }
}
