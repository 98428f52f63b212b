import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { rules } from "../../policy-pack/rules";

import { withGeneratedParts } from "./rules-index";

const INDEX = path.resolve(__dirname, "../../../docs/rules/README.md");

writeFileSync(INDEX, withGeneratedParts(readFileSync(INDEX, "utf8"), rules));
