/** The Merkle tree of RFC 9162 section 2.1 (the tree of RFC 6962), SHA-256. Sizes and indexes are BigInt. */
import { fromBase64, same, sha256 } from './bytes.js';

export async function leafHash(entry) {
    return sha256(Uint8Array.of(0), entry);
}

export async function nodeHash(left, right) {
    return sha256(Uint8Array.of(1), left, right);
}

function bitLength(number) {
    return number === 0n ? 0 : number.toString(2).length;
}

function ones(number) {
    return number.toString(2).replaceAll('0', '').length;
}

function isSet(number, bit) {
    return ((number >> BigInt(bit)) & 1n) === 1n;
}

/**
 * The root that a leaf and its proof lead to; null if the proof has the wrong length, for then it binds no position.
 */
export async function rootOf(leaf, index, size, proof) {
    if (index < 0n || index >= size || leaf.length !== 32) {
        return null;
    }
    const inner = bitLength(index ^ (size - 1n));
    const border = ones(index >> BigInt(inner));
    if (proof.length !== inner + border) {
        return null;
    }
    let hash = leaf;
    for (let level = 0; level < proof.length; level++) {
        const right = level >= inner || isSet(index, level);
        hash = right ? await nodeHash(proof[level], hash) : await nodeHash(hash, proof[level]);
    }
    return hash;
}

export async function isIncluded(leaf, index, size, proof, root) {
    const reached = await rootOf(leaf, index, size, proof);
    return reached !== null && same(reached, root);
}

/** Whether the tree of `size2` leaves continues the one of `size1`. */
export async function isConsistent(size1, size2, root1, root2, proof) {
    if (size2 < size1 || size1 === 0n) {
        return false;
    }
    if (size1 === size2) {
        return proof.length === 0 && same(root1, root2);
    }
    if (proof.length === 0) {
        return false;
    }
    const shift = (size1 & -size1).toString(2).length - 1;
    const inner = bitLength((size1 - 1n) ^ (size2 - 1n)) - shift;
    const border = ones((size1 - 1n) >> BigInt(inner + shift));
    const isPower = size1 === 1n << BigInt(shift);
    const seed = isPower ? root1 : proof[0];
    const path = isPower ? proof : proof.slice(1);
    if (path.length !== inner + border) {
        return false;
    }
    const mask = (size1 - 1n) >> BigInt(shift);
    let older = seed;
    let newer = seed;
    for (let level = 0; level < path.length; level++) {
        if (level >= inner || isSet(mask, level)) {
            older = await nodeHash(path[level], older);
            newer = await nodeHash(path[level], newer);
        } else {
            newer = await nodeHash(newer, path[level]);
        }
    }
    return same(older, root1) && same(newer, root2);
}

/**
 * The proof that a tree of `newer` leaves continues that of `older`, from roots of perfect subtrees.
 *
 * @param node gives, as a promise, the root of the subtree of 2^level leaves that is number `at` of its level
 */
export async function consistencyProof(older, newer, node) {
    const proof = [];
    let first = 0n;
    let size = newer;
    let wanted = older;
    let whole = true;
    const later = [];
    while (wanted !== size) {
        const half = 1n << BigInt(bitLength(size - 1n) - 1);
        if (wanted <= half) {
            later.push([first + half, size - half]);
            size = half;
        } else {
            later.push([first, half]);
            first += half;
            size -= half;
            wanted -= half;
            whole = false;
        }
    }
    if (!whole) {
        proof.push(await subtree(first, size, node));
    }
    for (const [start, count] of later.reverse()) {
        proof.push(await subtree(start, count, node));
    }
    return proof;
}

/** The root over `count` leaves from `start` on; `start` is a multiple of the largest perfect subtree in it. */
async function subtree(start, count, node) {
    const level = bitLength(count) - 1;
    const size = 1n << BigInt(level);
    const left = await node(level, start >> BigInt(level));
    return count === size ? left : nodeHash(left, await subtree(start + size, count - size, node));
}

/** Reads the roots of perfect subtrees from C2SP tlog-tiles. `fetchTile(path)` gives the bytes of a tile. */
export function tileNodes(treeSize, fetchTile) {
    const tiles = new Map();
    return async function node(level, at) {
        const row = Math.floor(level / 8);
        const depth = level % 8;
        const first = at << BigInt(depth);
        const number = first / 256n;
        const items = treeSize >> BigInt(8 * row);
        const width = items - number * 256n < 256n ? items - number * 256n : 256n;
        const path = tilePath(row, number, Number(width));
        if (!tiles.has(path)) {
            tiles.set(path, fetchTile(path));
        }
        const bytes = await tiles.get(path);
        const offset = Number(first % 256n);
        let hashes = [];
        for (let each = 0; each < 1 << depth; each++) {
            hashes.push(bytes.slice((offset + each) * 32, (offset + each + 1) * 32));
        }
        while (hashes.length > 1) {
            const above = [];
            for (let each = 0; each < hashes.length; each += 2) {
                above.push(await nodeHash(hashes[each], hashes[each + 1]));
            }
            hashes = above;
        }
        return hashes[0];
    };
}

export function tilePath(row, number, width) {
    let groups = String(number % 1000n).padStart(3, '0');
    for (let rest = number / 1000n; rest > 0n; rest /= 1000n) {
        groups = `x${String(rest % 1000n).padStart(3, '0')}/${groups}`;
    }
    return `tile/${row}/${groups}${width === 256 ? '' : `.p/${width}`}`;
}

export function hashOfBase64(text) {
    const bytes = fromBase64(text);
    return bytes.length === 32 ? bytes : null;
}
