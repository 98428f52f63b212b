/** Words in a name that say: this is which copy of the service answered. */
const REPLICA_WORDS = new Set(
    "replica pod hostname host instance node server backend container machine worker upstream served".split(" "),
);
/** Words that say: this is something else, whatever stands beside it. */
const OTHER_WORDS = new Set(
    (
        "time date timestamp uptime age expires request req trace span correlation session client user remote peer " +
        "forwarded version build port count counter hits size length duration latency timing cookie cookies headers args " +
        "query form origin real ip agent cache ray pop via powered software header variant experiment group zone region"
    ).split(" "),
);

/** The words of a name like `x-served-by`, `podName` or `POD_NAME`, in lower case. */
export function wordsOf(name: string): string[] {
    return name
        .replace(/([a-z\d])([A-Z])/g, "$1 $2")
        .toLowerCase()
        .split(/[^a-z\d]+/)
        .filter((word) => word !== "");
}

/** Whether a header or a JSON path of these names says which replica answered. */
export function namesReplica(names: readonly string[]): boolean {
    const words = names.flatMap(wordsOf);
    return words.some((word) => REPLICA_WORDS.has(word)) && !words.some((word) => OTHER_WORDS.has(word));
}
