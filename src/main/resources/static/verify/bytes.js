/** Bytes and their texts: every text has one form for one value, anything else is refused. */

/** Why a step fails, in words for a person; what was compared goes along. */
export class Refusal extends Error {
    constructor(message, evidence = []) {
        super(message);
        this.name = 'Refusal';
        this.evidence = evidence;
    }
}

export function refuse(message, evidence = []) {
    throw new Refusal(message, evidence);
}

export function concat(...parts) {
    const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
}

export function same(left, right) {
    return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

export function utf8(text) {
    return new TextEncoder().encode(text);
}

/** Strict: bytes that are not UTF-8 are refused, a byte order mark is kept as what it is. */
export function textOf(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        return refuse('not UTF-8');
    }
}

export function hex(bytes) {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function fromHex(text) {
    if (!/^([0-9a-f]{2})*$/.test(text)) {
        refuse('not lower-case hexadecimal');
    }
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function base64(bytes) {
    let binary = '';
    for (const byte of bytes) {
        binary += String.fromCharCode(byte);
    }
    return btoa(binary);
}

/** Strict: only the one padded form that an encoder writes. */
export function fromBase64(text) {
    let bytes;
    try {
        bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    } catch {
        refuse('not base64');
    }
    return base64(bytes) === text ? bytes : refuse('not base64 as an encoder writes it');
}

export function base64Url(bytes) {
    return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Strict: only the one form without padding that an encoder writes. */
export function fromBase64Url(text) {
    if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
        refuse('not base64url');
    }
    const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4);
    return fromBase64(padded);
}

export async function sha256(...parts) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));
}

/** Whether `key`, 32 bytes, signed `message` by Ed25519 (RFC 8032). */
export async function isSignedBy(key, message, signature) {
    if (key.length !== 32 || signature.length !== 64) {
        return false;
    }
    try {
        const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
        return await crypto.subtle.verify('Ed25519', imported, signature, message);
    } catch (fault) {
        if (fault instanceof DOMException && fault.name === 'NotSupportedError') {
            return refuse('this browser has no Ed25519: use Safari 17, Firefox 129, Chrome 137 or newer');
        }
        return false;
    }
}
