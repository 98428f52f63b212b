import { type Value } from "../cloud";

/** What the face answers: a status, headers in lower case, and a JSON body where there is one. */
export interface Answer {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: Value;
}

/** What the face is asked, with the body read. Names of headers are in lower case. */
export interface Question {
    readonly method: string;
    readonly url: URL;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly body: string;
}
