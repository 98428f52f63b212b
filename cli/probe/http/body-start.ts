/** Longest part of a body that is read: replicas name themselves at the beginning, and a stream would never end. */
export const LONGEST_BODY = 65_536;

/** The first part of a body; the rest is left unread. */
export class BodyStart {
    private readonly parts: Uint8Array[] = [];
    private length = 0;

    /** Takes what comes next. False: no more is needed. */
    add(part: Uint8Array): boolean {
        this.parts.push(part);
        this.length += part.length;
        return this.length < LONGEST_BODY;
    }

    get text(): string {
        return Buffer.concat(this.parts).toString("utf8", 0, LONGEST_BODY);
    }
}
