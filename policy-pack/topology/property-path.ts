/** The names along a property path such as `spec.rules[0].name` or `metadata.annotations["a/b.c"]`, without its indices. */
export function namesAlong(path: string): string[] {
    const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[[^\]]*\]|([^.[\]]+)/g);
    return [...parts].flatMap(([, quoted, plain]) => quoted?.replaceAll('\\"', '"') ?? plain ?? []);
}

/**
 * True where a path leads to what another one leads to, to what holds it, or into it. Indices do not count: a list of
 * several is taken for one. https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/
 */
export function covers(path: string, other: string): boolean {
    const [names, others] = [namesAlong(path), namesAlong(other)];
    return names.every((name, at) => at >= others.length || name === "*" || name === others[at]);
}
