import * as apimanagement from "@pulumi/azure-native/apimanagement";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { type PolicyDocument } from "../policies/document";
import { type ServicePlaceArgs } from "../service-place";

/** One operation of an API. */
export interface ApimOperationArgs {
    /** Method, such as "GET". */
    method: string;
    /** Path below the API's, such as "/{id}"; "/*" takes every one. Its parameters are texts that have to be there. */
    urlTemplate: string;
    /** Id of the operation, 1 to 80 characters. Omitted: made from method and template, as in "get-id". */
    operationId?: string | undefined;
    /** Name that people read, 1 to 300 characters. Omitted: method and template. */
    displayName?: pulumi.Input<string | undefined> | undefined;
    /** Description, at most 1000 characters. Omitted: none. */
    description?: pulumi.Input<string | undefined> | undefined;
    /** Policy of this operation alone. Omitted: that of the API. */
    policy?: PolicyDocument | undefined;
}

/** An operation with what was left out. */
export interface Operation extends ApimOperationArgs {
    readonly operationId: string;
    readonly displayName: pulumi.Input<string>;
    /** Property path of it. */
    readonly path: string;
}

const METHOD = /^[A-Z]+$/;
const PARAMETER = /\{([^{}/]+)\}/g;
const ID = /^[^*#&+:<>?]{1,80}$/;

/** Checks operations, and completes them. */
export function readOperations(check: Checks, given: readonly ApimOperationArgs[]): Operation[] {
    if (given.length === 0) check.missing("operations", "give one or more, or leave them out.");
    const operations = given.map((operation, index) => readOperation(check, operation, `operations[${index}]`));
    operations.forEach((operation, index) => {
        const same = (key: (other: Operation) => string) =>
            operations.findIndex((other) => key(other) === key(operation)) < index;
        if (same(({ method, urlTemplate }) => `${method} ${urlTemplate}`)) {
            throw check.fault(operation.path, `is ${operation.method} ${operation.urlTemplate} again: give it once.`);
        }
        if (same(({ operationId }) => operationId.toLowerCase())) {
            throw check.fault(
                `${operation.path}.operationId`,
                `is "${operation.operationId}", as another operation's is. Give one of them another.`,
            );
        }
    });
    return operations;
}

function readOperation(check: Checks, operation: ApimOperationArgs, path: string): Operation {
    const { method, urlTemplate: template } = operation;
    if (!METHOD.test(method)) check.fail(`${path}.method`, method, 'it has to be a method, written as "GET" is.');
    if (!template.startsWith("/"))
        check.fail(`${path}.urlTemplate`, template, 'it has to begin with "/", as "/{id}" does.');
    const operationId = operation.operationId ?? idOf(method, template);
    if (!ID.test(operationId)) {
        check.fail(`${path}.operationId`, operationId, "it has to have 1 to 80 characters, none of *#&+:<>?.");
    }
    return {
        ...operation,
        operationId,
        path,
        displayName: check.length(`${path}.displayName`, operation.displayName, 300) ?? `${method} ${template}`,
        description: check.length(`${path}.description`, operation.description, 1000),
    };
}

/** An id that says which operation it is: "get-orders-id" of GET /orders/{id}. */
function idOf(method: string, template: string): string {
    const words = template.replace(/\*/g, "all").split(/[^A-Za-z0-9]+/);
    return [method.toLowerCase(), ...words].filter((word) => word !== "").join("-");
}

/** Creates one operation of an API. */
export function createOperation(
    name: string,
    { operationId, method, urlTemplate, displayName, description }: Operation,
    api: ServicePlaceArgs & { apiId: pulumi.Input<string> },
    opts: pulumi.CustomResourceOptions,
): apimanagement.ApiOperation {
    const parameters = [...urlTemplate.matchAll(PARAMETER)].map(([, parameter]) => parameter as string);
    return new apimanagement.ApiOperation(
        name,
        {
            ...api,
            operationId,
            method,
            urlTemplate,
            displayName,
            description,
            // The service refuses a template whose parameters are not described.
            ...(parameters.length === 0
                ? {}
                : {
                      templateParameters: parameters.map((parameter) => ({
                          name: parameter,
                          type: "string",
                          required: true,
                      })),
                  }),
        },
        opts,
    );
}
