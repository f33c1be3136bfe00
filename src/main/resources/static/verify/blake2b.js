/** BLAKE2b-512 (RFC 7693), unkeyed: the digest that Beckn signatures are made over, which WebCrypto does not have. */

const IV = [
    0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
    0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
];

const SIGMA = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

const BLOCK = 128;
const DIGEST = 64;
const ROUNDS = 12;
const COLUMNS_THEN_DIAGONALS = [
    [0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15],
    [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14],
];

function plus(...words) {
    return BigInt.asUintN(64, words.reduce((sum, word) => sum + word));
}

function turned(word, bits) {
    return (word >> bits) | BigInt.asUintN(64, word << (64n - bits));
}

function mix(v, [a, b, c, d], x, y) {
    v[a] = plus(v[a], v[b], x);
    v[d] = turned(v[d] ^ v[a], 32n);
    v[c] = plus(v[c], v[d]);
    v[b] = turned(v[b] ^ v[c], 24n);
    v[a] = plus(v[a], v[b], y);
    v[d] = turned(v[d] ^ v[a], 16n);
    v[c] = plus(v[c], v[d]);
    v[b] = turned(v[b] ^ v[c], 63n);
}

function compress(h, block, length, isLast) {
    const view = new DataView(block.buffer);
    const m = Array.from({ length: 16 }, (_, word) => view.getBigUint64(word * 8, true));
    const v = [...h, ...IV];
    v[12] ^= BigInt(length);
    if (isLast) {
        v[14] = BigInt.asUintN(64, ~v[14]);
    }
    for (let round = 0; round < ROUNDS; round++) {
        const order = SIGMA[round % SIGMA.length];
        COLUMNS_THEN_DIAGONALS.forEach((at, step) => mix(v, at, m[order[2 * step]], m[order[2 * step + 1]]));
    }
    return h.map((word, at) => word ^ v[at] ^ v[at + 8]);
}

export function blake2b512(message) {
    let h = [...IV];
    h[0] ^= 0x01010000n ^ BigInt(DIGEST);
    let at = 0;
    do {
        const block = new Uint8Array(BLOCK);
        block.set(message.subarray(at, at + BLOCK));
        at += BLOCK;
        h = compress(h, block, Math.min(at, message.length), at >= message.length);
    } while (at < message.length);
    const digest = new Uint8Array(DIGEST);
    const view = new DataView(digest.buffer);
    h.forEach((word, index) => view.setBigUint64(index * 8, word, true));
    return digest;
}
