/** Reads a zip file from anybody: bounded, every name once, every file checked against its CRC-32. */
import { refuse, textOf } from './bytes.js';

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const FILE_MARK = 0x04034b50;
const END_BYTES = 22;
const COMMENT_MAX = 65535;
const STORED = 0;
const DEFLATED = 8;

export const FILES_MAX = 10000;
export const BYTES_MAX = 256 * 1024 * 1024;

/** All files by name. */
export async function readZip(bytes, bytesMax = BYTES_MAX) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = endOf(view);
    const count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true);
    if (count > FILES_MAX || view.getUint16(end + 8, true) !== count || at + view.getUint32(end + 12, true) !== end) {
        refuse('a zip in several parts, with too many files, or with bytes that belong to none');
    }
    const files = new Map();
    let room = bytesMax;
    for (let entry = 0; entry < count; entry++) {
        const described = entryAt(view, at, bytes);
        const content = await contentOf(view, bytes, described, room);
        room -= content.length;
        if (files.has(described.name)) {
            refuse(`the name ${described.name} twice in the zip`);
        }
        files.set(described.name, content);
        at = described.next;
    }
    return at === end ? files : refuse('a zip whose directory has gaps');
}

function endOf(view) {
    for (let at = view.byteLength - END_BYTES; at >= 0 && at >= view.byteLength - END_BYTES - COMMENT_MAX; at--) {
        if (view.getUint32(at, true) === END_MARK && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) {
            return at;
        }
    }
    return refuse('not a whole zip file');
}

function entryAt(view, at, bytes) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY_MARK) {
        refuse('a zip whose directory is broken');
    }
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > view.byteLength) {
        refuse('a zip whose directory is broken');
    }
    return {
        name: textOf(bytes.subarray(at + 46, at + 46 + nameLength)),
        isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
        method: view.getUint16(at + 10, true),
        crc: view.getUint32(at + 16, true),
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        start: view.getUint32(at + 42, true),
        next,
    };
}

async function contentOf(view, bytes, entry, room) {
    if (entry.start + 30 > view.byteLength || view.getUint32(entry.start, true) !== FILE_MARK || entry.isEncrypted) {
        refuse(`${entry.name}: not where the zip says, or encrypted`);
    }
    const from =
        entry.start + 30 + view.getUint16(entry.start + 26, true) + view.getUint16(entry.start + 28, true);
    if (entry.size > room || from + entry.packed > view.byteLength) {
        refuse(`${entry.name}: larger than this verifier reads, or cut off`);
    }
    const packed = bytes.subarray(from, from + entry.packed);
    const content = entry.method === DEFLATED ? await inflated(packed, entry) : packed.slice();
    if (![STORED, DEFLATED].includes(entry.method) || content.length !== entry.size || crc32(content) !== entry.crc) {
        refuse(`${entry.name}: damaged in the zip`);
    }
    return content;
}

async function inflated(packed, entry) {
    const whole = new Uint8Array(entry.size);
    let at = 0;
    try {
        const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
            if (at + part.value.length > entry.size) {
                await reader.cancel();
                refuse(`${entry.name}: longer than the zip says`);
            }
            whole.set(part.value, at);
            at += part.value.length;
        }
    } catch {
        refuse(`${entry.name}: damaged in the zip`);
    }
    return whole.subarray(0, at);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) {
        value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    }
    return value;
});

function crc32(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) {
        crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff];
    }
    return (crc ^ 0xffffffff) >>> 0;
}
