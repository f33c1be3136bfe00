package dev.flexgate.forecast.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Numbers of a model as bytes: the same numbers, the same bytes. */
final class Numbers {

    /** Far above anything a model holds; a damaged count must not take the memory. */
    private static final int COUNT_MAX = 100_000;

    private Numbers() {}

    static void write(DataOutput out, double[] values) throws IOException {
        out.writeInt(values.length);
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    static double[] read(DataInput in) throws IOException {
        double[] values = new double[count(in)];
        for (int index = 0; index < values.length; index++) {
            values[index] = in.readDouble();
        }
        return values;
    }

    static int count(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > COUNT_MAX) {
            throw new IOException("a count of " + count);
        }
        return count;
    }

    /** A constant that was written by its name. */
    static <E extends Enum<E>> E constant(Class<E> type, DataInput in) throws IOException {
        String name = in.readUTF();
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException unknown) {
            throw new IOException("no " + type.getSimpleName() + " " + name, unknown);
        }
    }
}
