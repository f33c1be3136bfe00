package dev.flexgate.negotiation;

import java.util.Arrays;

/**
 * A binary heap that hands out slots cheapest first, the lower slot first among equals. Filling is linear, so
 * that taking a few of many is cheaper than sorting them.
 */
final class CheapestFirst {

    private double[] prices = new double[64];
    private int[] slots = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    void add(double price, int slot) {
        if (size == prices.length) {
            prices = Arrays.copyOf(prices, 2 * size);
            slots = Arrays.copyOf(slots, 2 * size);
        }
        prices[size] = price;
        slots[size++] = slot;
    }

    void heapify() {
        for (int place = size / 2 - 1; place >= 0; place--) {
            sink(place);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    double price() {
        return prices[0];
    }

    int slot() {
        return slots[0];
    }

    void drop() {
        size--;
        prices[0] = prices[size];
        slots[0] = slots[size];
        sink(0);
    }

    private void sink(int top) {
        double price = prices[top];
        int slot = slots[top];
        int place = top;
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && before(prices[child + 1], slots[child + 1], prices[child], slots[child])) {
                child++;
            }
            if (!before(prices[child], slots[child], price, slot)) {
                break;
            }
            prices[place] = prices[child];
            slots[place] = slots[child];
            place = child;
        }
        prices[place] = price;
        slots[place] = slot;
    }

    private static boolean before(double price, int slot, double otherPrice, int otherSlot) {
        return price < otherPrice || (price == otherPrice && slot < otherSlot);
    }
}
