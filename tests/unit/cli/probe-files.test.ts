import assert from "node:assert/strict";
import {
    existsSync,
    lstatSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { CouldNotRunError, UsageError } from "../../../cli/errors";
import { ReportFile } from "../../../cli/report-file";
import { sessionAffinity } from "../../support/probe/bin";
import { type Answered, type Asked, byCookie, inTurn, Service } from "../../support/probe/service";

describe("the files of session-affinity probe", () => {
    let folder: string;
    let service: Service | undefined;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "probe-files-"))));
    afterEach(async () => {
        rmSync(folder, { recursive: true });
        await service?.stop();
        service = undefined;
    });

    const at = (name: string) => path.join(folder, name);
    const read = (name: string) => readFileSync(at(name), "utf8");

    async function probe(answer: (asked: Asked) => Answered, ...args: string[]) {
        await service?.stop();
        service = await Service.start(answer);
        return sessionAffinity(["probe", service.url, "--replica-header", "x-replica", ...args]);
    }

    it("are written beside the report, and nothing else is", async () => {
        const files = ["--junit", at("r.xml"), "--html", at("r.html"), "--k6", at("r.js")];
        const { code, stdout, stderr } = await probe(byCookie(), ...files, "--json");
        assert.equal(code, 0, stderr);
        assert.equal((JSON.parse(stdout) as { verdict: string }).verdict, "sticky");
        assert.deepEqual(readdirSync(folder).sort(), ["r.html", "r.js", "r.xml"]);
        assert.match(read("r.xml"), /^<\?xml.*failures="0" errors="0"/s);
        assert.match(read("r.html"), /^<!doctype html>.*✓<\/span> sticky/s);
        assert.match(read("r.js"), /const SOURCE = \{"kind":"header","name":"x-replica"\};/);
    });

    it("take the place of older ones, and leave the exit code to the verdict", async () => {
        writeFileSync(at("r.xml"), "old");
        const { code } = await probe(inTurn, "--junit", at("r.xml"));
        assert.equal(code, 1);
        assert.match(read("r.xml"), /failures="1"/);
    });

    it("show no secret", async () => {
        const telling = (asked: Asked): Answered => ({
            headers: { "x-replica": `r${asked.count % 3} ${String(asked.headers["x-key"])} ${asked.path}` },
        });
        await service?.stop();
        service = await Service.start(telling);
        const files = ["--junit", at("r.xml"), "--html", at("r.html"), "--k6", at("r.js")];
        const args = ["--replica-header", "x-replica", "--header", "X-Key: s3cret-key", ...files];
        const { code, stderr } = await sessionAffinity(["probe", `${service.url}?code=qu3ry-key`, ...args]);
        assert.equal(code, 1, stderr);
        for (const name of ["r.xml", "r.html", "r.js"]) assert.doesNotMatch(read(name), /s3cret-key|qu3ry-key/);
    });

    for (const [what, file, message] of [
        ["a folder", "", /--html: .* cannot be written: that is a folder\. Give a file in it\./],
        ["a folder that there is not", "no/r.html", /there is no folder .*no\. Make it first\./],
        ["a place below a file", "file/r.html", /file is no folder\. Give a file in a folder\./],
    ] as const) {
        it(`refuse ${what} before anything is asked`, async () => {
            writeFileSync(at("file"), "kept");
            const { code, stderr, stdout } = await probe(byCookie(), "--html", at(file));
            assert.equal(code, 3);
            assert.match(stderr, message);
            assert.equal(stdout, "");
            assert.equal(service?.asked.length, 0);
            assert.equal(read("file"), "kept");
        });
    }

    it("refuse one file for two reports, and what is no file's name", async () => {
        const twice = await probe(byCookie(), "--html", at("r"), "--junit", `${folder}/./r`);
        assert.equal(twice.code, 3);
        assert.match(twice.stderr, /--html: .* is given for another report too\. Give each a file of its own\./);
        for (const name of ["-", ""]) await assert.rejects(new ReportFile("--k6", name).check(), /--k6: give the name/);
        await assert.rejects(new ReportFile("--k6", "/dev/null").check(), UsageError);
        assert.equal(existsSync(at("r")), false);
    });

    it("end with 3 where one cannot be written after all; the verdict and the others are there", async () => {
        const cookie = byCookie();
        const inTheWay = (asked: Asked) => {
            if (asked.count === 20) mkdirSync(at("r.html"));
            return cookie(asked);
        };
        const { code, stdout, stderr } = await probe(inTheWay, "--html", at("r.html"), "--junit", at("r.xml"));
        assert.equal(code, 3);
        assert.match(stdout, /STICKY/);
        assert.match(stderr, /^error: --html: .*r\.html cannot be written: that is a folder\. Give a file in it\.\n$/);
        assert.match(read("r.xml"), /failures="0"/);
        assert.deepEqual(readdirSync(folder).sort(), ["r.html", "r.xml"]);
    });

    it("tell CI that the probe could not run, in place of an earlier report", async () => {
        writeFileSync(at("r.xml"), "old");
        await service?.stop();
        service = await Service.start(() => ({}));
        const args = ["--replica-header", "x-replica", "--header", "X-Key: s3cret-key", "--junit", at("r.xml")];
        const { code } = await sessionAffinity(["probe", `${service.url}s3cret-key`, ...args, "--html", at("r.html")]);
        assert.equal(code, 3);
        assert.doesNotMatch(read("r.xml"), /s3cret-key/);
        assert.match(read("r.xml"), /errors="1".*<error type="could not run" message="No answer says which replica/s);
        assert.equal(existsSync(at("r.html")), false);
    });

    it("are written through a link, which stays one", async () => {
        writeFileSync(at("real"), "old");
        symlinkSync("real", at("link"));
        const file = new ReportFile("--html", at("link"));
        await file.check();
        await file.write("new");
        assert.ok(lstatSync(at("link")).isSymbolicLink());
        assert.equal(read("real"), "new");
        assert.deepEqual(readdirSync(folder).sort(), ["link", "real"]);
    });

    it("leave no part behind where writing fails", async () => {
        const file = new ReportFile("--html", at("gone/r.html"));
        await assert.rejects(file.write("x"), (error) => {
            assert.ok(error instanceof CouldNotRunError);
            assert.match(
                error.message,
                /^--html: .* cannot be written: ENOENT.* Free the place, or give another file\.$/,
            );
            return true;
        });
        assert.deepEqual(readdirSync(folder), []);
    });
});
