/** Headers of a response, by their names in lower case; those that came several times have all their values. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** All values of a header, in the order of the response. */
export function valuesOf(headers: ResponseHeaders, name: string): readonly string[] {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return typeof value === "string" ? [value] : (value ?? []);
}

/** The first value of a header. Undefined: the response has none of this name. */
export function firstOf(headers: ResponseHeaders, name: string): string | undefined {
    return valuesOf(headers, name)[0];
}
