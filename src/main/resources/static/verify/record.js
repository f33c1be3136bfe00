/** One audit record: a compact JWS (RFC 7515) whose exact bytes are a leaf of the log; and its C2SP proof file. */
import { base64Url, fromBase64, fromBase64Url, isSignedBy, refuse, sha256, textOf, utf8 } from './bytes.js';
import { readCanonical } from './canonical.js';

const ENTRY_BYTES_MAX = 65535;
const TYPE = 'vnd.flexgate.audit.v1+jws';
const ALGORITHMS = ['Ed25519', 'EdDSA'];
const PROOF_HEADER = 'c2sp.org/tlog-proof@v1';
const PROOF_BYTES_MAX = 64 * 1024;
const HASHES_MAX = 64;

/** Takes a record apart and insists on canonical form; its signature is not judged here. */
export function readRecord(bytes) {
    if (bytes.length > ENTRY_BYTES_MAX) {
        refuse('a record longer than a log entry');
    }
    const parts = textOf(bytes).split('.');
    if (parts.length !== 3) {
        refuse('a compact JWS has three parts');
    }
    const header = readCanonical(fromBase64Url(parts[0]));
    const ours = ALGORITHMS.includes(header.alg) && header.typ === TYPE && typeof header.kid === 'string';
    if (!ours || 'crit' in header) {
        refuse('the JWS header is not that of an audit record');
    }
    const words = fromBase64Url(parts[1]);
    const payload = readCanonical(words);
    if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) {
        refuse('the payload is not an object');
    }
    return {
        bytes,
        header,
        payload,
        words,
        keyId: header.kid,
        signed: utf8(`${parts[0]}.${parts[1]}`),
        signature: fromBase64Url(parts[2]),
    };
}

/** RFC 7638 thumbprint of an Ed25519 key of 32 bytes. */
export async function thumbprint(key) {
    return base64Url(await sha256(utf8(`{"crv":"Ed25519","kty":"OKP","x":"${base64Url(key)}"}`)));
}

export async function isRecordSignedBy(record, key) {
    return isSignedBy(key, record.signed, record.signature);
}

/** Reads a `.tlog-proof` file: index, hashes from the leaf side, checkpoint byte for byte. */
export function readProof(bytes) {
    if (bytes.length > PROOF_BYTES_MAX) {
        refuse(`a proof file longer than ${PROOF_BYTES_MAX} bytes`);
    }
    const text = textOf(bytes);
    const end = text.indexOf('\n\n');
    const [header, index, ...hashes] = text.slice(0, Math.max(end, 0)).split('\n');
    const number = /^index (0|[1-9][0-9]{0,17})$/.exec(index ?? '');
    if (header !== PROOF_HEADER || number === null || hashes.length > HASHES_MAX) {
        refuse('not a tlog-proof file');
    }
    return { index: BigInt(number[1]), hashes: hashes.map(readHash), checkpoint: utf8(text.slice(end + 2)) };
}

function readHash(line) {
    const bytes = fromBase64(line);
    return bytes.length === 32 ? bytes : refuse('a hash of a proof has 32 bytes');
}
