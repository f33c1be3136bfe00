/** What a Beckn counterparty signed, proved again from what the record keeps: exact bytes, header, key (BECKN-006). */
import { base64, fromBase64, isSignedBy, refuse, textOf, utf8 } from './bytes.js';
import { blake2b512 } from './blake2b.js';

const PREFIXES = ['BLAKE-512=', 'BLAKE2b-512='];
const LINES = '(created) (expires) digest';
const SCHEME = /^Signature /i;

/** Whether this record keeps a signature of a counterparty. */
export function hasCounterparty(payload) {
    return payload.type === 'ORDER_RECEIVED' && payload.protocol?.network === 'beckn';
}

/** What was signed and by whom; refuses what is not genuine. `evidence` maps roles to bytes. */
export async function verifyCounterparty(payload, evidence) {
    const request = evidence.get('request');
    const authorization = evidence.get('authorization');
    if (request === undefined || authorization === undefined) {
        refuse('the message or its Authorization header is missing');
    }
    const header = readHeader(textOf(authorization));
    const sender = header.get('keyId')?.split('|')[0];
    if (sender !== payload.protocol.sender) {
        refuse(`signed by ${sender}, the record says ${payload.protocol.sender}`);
    }
    if (header.get('headers')?.trim().replace(/ +/g, ' ') !== LINES || header.get('algorithm') !== 'ed25519') {
        refuse('the counterparty signed other lines, or by another algorithm, than Beckn does');
    }
    const times = `(created): ${Number(header.get('created'))}\n(expires): ${Number(header.get('expires'))}\n`;
    const digest = base64(blake2b512(request));
    const key = fromBase64(payload.protocol.senderKey);
    const signature = fromBase64(header.get('signature') ?? '');
    for (const prefix of PREFIXES) {
        const signed = `${times}digest: ${prefix}${digest}`;
        if (await isSignedBy(key, utf8(signed), signature)) {
            return Date.parse(payload.occurredAt) / 1000 > Number(header.get('expires')) + 1
                ? refuse('the signature of the counterparty had expired when the message came')
                : { sender, signed };
        }
    }
    return refuse(`the signature of ${sender} does not fit the bytes that were kept`);
}

function readHeader(text) {
    if (!SCHEME.test(text)) {
        refuse('the Authorization header does not begin with the word Signature');
    }
    const found = new Map();
    const rest = text.replace(SCHEME, '');
    const parameter = /\s*([A-Za-z_-]+)\s*=\s*(?:"([^"\\]*)"|([^\s,"\\]*))\s*(?:,|$)/y;
    for (let match = parameter.exec(rest); match !== null; match = parameter.exec(rest)) {
        if (found.has(match[1])) {
            refuse(`${match[1]} is given twice in the Authorization header`);
        }
        found.set(match[1], match[2] ?? match[3]);
        if (parameter.lastIndex === rest.length) {
            return found;
        }
    }
    return refuse('the Authorization header cannot be read');
}
