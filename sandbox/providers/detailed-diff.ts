import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { type Difference } from "../cloud";

const KINDS = {
    add: [PropertyDiff.Kind.ADD, PropertyDiff.Kind.ADD_REPLACE],
    update: [PropertyDiff.Kind.UPDATE, PropertyDiff.Kind.UPDATE_REPLACE],
    delete: [PropertyDiff.Kind.DELETE, PropertyDiff.Kind.DELETE_REPLACE],
} as const;

/** A difference as `pulumi preview --diff` shows it: every property that changes, and which of them replace. */
export function toDiffResponse(difference: Difference): DiffResponse {
    const response = new DiffResponse();
    const { changed, replaces, deleteBeforeReplace } = difference;
    response.setChanges(changed.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
    response.setDiffsList([...new Set(changed.map(({ path }) => rootOf(path)))]);
    response.setReplacesList([...new Set(replaces.map(rootOf))]);
    response.setDeletebeforereplace(deleteBeforeReplace);
    response.setHasdetaileddiff(true);
    for (const { path, kind } of changed) {
        const property = new PropertyDiff();
        const [inPlace, replacing] = KINDS[kind];
        property.setKind(replaces.includes(path) ? replacing : inPlace);
        property.setInputdiff(true);
        response.getDetaileddiffMap().set(path, property);
    }
    return response;
}

function rootOf(path: string): string {
    return /^[^.[]+/.exec(path)?.[0] ?? path;
}
