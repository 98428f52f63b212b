import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import Table from "cli-table3";

import { type Measured, type Metric } from "./benchmark";
import { type Spread } from "./measure";

/** A benchmark's numbers under its name. */
export interface Result extends Measured {
    readonly name: string;
    readonly title: string;
}

const RATIO_DIGITS = 2;

/** The numbers as a table, a line for each metric: the median, and the least and the most in brackets. */
export function tableOf({ title, baseline, rounds, metrics, rows }: Result): string {
    const table = new Table({
        head: ["", "", "median [least, most]", `multiple of ${baseline}`],
        colAligns: ["left", "left", "right", "right"],
        style: { head: [], border: [] },
    });
    for (const { subject, measures, ratios } of rows) {
        // A row of another kind has other metrics.
        const own = metrics.filter(({ key }) => measures[key] !== undefined);
        const lines = (line: (metric: Metric) => string) => own.map(line).join("\n");
        table.push([
            subject,
            lines(({ label, unit }) => `${label}, ${unit}`),
            lines(({ key, digits }) => text(measures[key], digits)),
            lines(({ key }) => text(ratios[key], RATIO_DIGITS)),
        ]);
    }
    return `${title}: ${rounds} interleaved ${rounds === 1 ? "round" : "rounds"}\n${table.toString()}`;
}

function text(spread: Spread | undefined, digits: number): string {
    if (spread === undefined) return "";
    const [median, least, most] = [spread.median, spread.least, spread.most].map((value) => value.toFixed(digits));
    return `${median} [${least}, ${most}]`;
}

/** Writes the results, and what they were measured on, as JSON. Folders on the way are made. */
export async function writeResults(file: string, results: readonly Result[], engine?: string): Promise<void> {
    const machine = {
        node: process.versions.node,
        platform: `${process.platform}-${process.arch}`,
        cpus: os.cpus().length,
        ...(engine === undefined ? {} : { engine }),
    };
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify({ machine, benchmarks: results }, undefined, 2)}\n`);
}
