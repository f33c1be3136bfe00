/** C2SP signed notes and checkpoints: what a log promises about itself, and who signed it. */
import { base64, concat, fromBase64, hex, isSignedBy, refuse, same, sha256, textOf, utf8 } from './bytes.js';

const ED25519 = 1;
const ID_BYTES = 4;
const NOTE_BYTES_MAX = 64 * 1024;
const SIGNATURES_MAX = 100;

function isName(name) {
    return name.length > 0 && !/[\s\u0085+]/u.test(name);
}

async function keyId(name, key) {
    return (await sha256(utf8(name), Uint8Array.of(0x0a, ED25519), key)).slice(0, ID_BYTES);
}

/** Reads a verifier key `name+hex(id)+base64(type || key)`; its id must be the one that belongs to name and key. */
export async function readVerifierKey(text) {
    const [name, id, ...rest] = text.split('+');
    if (rest.length === 0) {
        refuse('a verifier key has three parts: name+id+key');
    }
    const typed = fromBase64(rest.join('+'));
    if (!isName(name) || typed.length !== 33 || typed[0] !== ED25519) {
        refuse('not an Ed25519 verifier key');
    }
    const key = typed.slice(1);
    const real = await keyId(name, key);
    return hex(real) === id ? { name, key, id: real, text } : refuse('the id in the verifier key does not belong to it');
}

export async function verifierKeyText(name, key) {
    return `${name}+${hex(await keyId(name, key))}+${base64(concat(Uint8Array.of(ED25519), key))}`;
}

/** Takes a note apart without judging its signatures. */
export function readNote(bytes) {
    if (bytes.length > NOTE_BYTES_MAX) {
        refuse(`a note longer than ${NOTE_BYTES_MAX} bytes`);
    }
    if (bytes.some((byte) => byte < 0x20 && byte !== 0x0a)) {
        refuse('a control character in the note');
    }
    const whole = textOf(bytes);
    const end = whole.lastIndexOf('\n\n');
    if (end < 0 || !whole.endsWith('\n') || end + 2 >= whole.length) {
        refuse('a note ends with an empty line and signature lines');
    }
    const lines = whole.slice(end + 2, -1).split('\n');
    if (lines.length > SIGNATURES_MAX) {
        refuse(`more than ${SIGNATURES_MAX} signatures`);
    }
    return { text: whole.slice(0, end + 1), signatures: lines.map(readSignature) };
}

function readSignature(line) {
    const parts = line.split(' ');
    if (parts.length !== 3 || parts[0] !== '\u2014' || !isName(parts[1])) {
        refuse('a malformed signature line');
    }
    const bytes = fromBase64(parts[2]);
    if (bytes.length <= ID_BYTES) {
        refuse('a signature line without a signature');
    }
    return { name: parts[1], id: bytes.slice(0, ID_BYTES), signature: bytes.slice(ID_BYTES) };
}

/** Those of `keys` that signed. Unknown keys are passed over; a known key whose signature fails refuses the note. */
export async function signersOf(note, keys) {
    const signers = [];
    for (const line of note.signatures) {
        for (const key of keys) {
            if (line.name === key.name && same(line.id, key.id)) {
                if (!(await isSignedBy(key.key, utf8(note.text), line.signature))) {
                    refuse(`the signature of ${key.name} is not genuine: the text was changed after it was signed`);
                }
                signers.push(key);
            }
        }
    }
    return signers;
}

/** The three lines that a checkpoint signs; extension lines carry no meaning here. */
export function readCheckpoint(text) {
    const lines = text.split('\n');
    if (lines.length < 4 || !/^(0|[1-9][0-9]{0,17})$/.test(lines[1]) || !isName(lines[0])) {
        refuse('not a checkpoint');
    }
    const root = fromBase64(lines[2]);
    return root.length === 32
        ? { origin: lines[0], size: BigInt(lines[1]), root }
        : refuse('the root of a checkpoint has 32 bytes');
}

/** A checkpoint that `log` has really signed. */
export async function verifyCheckpoint(bytes, log) {
    const note = readNote(bytes);
    const signers = await signersOf(note, [log]);
    if (signers.length === 0) {
        const others = note.signatures.map((line) => `${line.name}+${hex(line.id)}`).join(', ');
        refuse(`no signature of the key you pinned (${log.name}+${hex(log.id)}); it is signed by ${others}`);
    }
    const checkpoint = readCheckpoint(note.text);
    return checkpoint.origin === log.name
        ? { ...checkpoint, text: note.text, note: textOf(bytes), signatures: note.signatures.length }
        : refuse(`a checkpoint of the log ${checkpoint.origin}, signed by the key of ${log.name}`);
}
