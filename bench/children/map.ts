import { performance } from "node:perf_hooks";

import { chooseRules } from "../../cli/check/settings";
import { buildMap } from "../../cli/map/build";
import { renderHtml } from "../../cli/map/html";
import { type StackMap } from "../../cli/map/model";
import { renderSvg } from "../../cli/map/svg";
import { evaluateStack } from "../../policy-pack/evaluate";
import { mixedStack } from "../support/mixed-stack";

import { give, peakMebibytes, readTask } from "./sample";

/** How many resources there are in the stack to draw. */
export interface MapTask {
    readonly size: number;
}

const TODAY = "2026-01-01";
/** The first run of all compiles the code, which is no part of what grows. */
const WARM_UP = 150;
const KIBIBYTE = 1024;

function draw(size: number, render: (map: StackMap) => string) {
    const { resources } = mixedStack(size);
    const started = performance.now();
    const map = buildMap({ ...evaluateStack(resources, chooseRules(undefined).chosen, TODAY), today: TODAY });
    const text = render(map);
    const milliseconds = performance.now() - started;
    return { milliseconds, hops: map.hops.length, kibibytes: Buffer.byteLength(text) / KIBIBYTE };
}

const { size } = readTask<MapTask>();
for (const render of [renderHtml, renderSvg]) draw(WARM_UP, render);
const [page, picture] = [draw(size, renderHtml), draw(size, renderSvg)];
give({
    hops: page.hops,
    millisecondsOfPage: page.milliseconds,
    kibibytesOfPage: page.kibibytes,
    millisecondsOfPicture: picture.milliseconds,
    kibibytesOfPicture: picture.kibibytes,
    mebibytes: peakMebibytes(),
});
