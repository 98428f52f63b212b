import { type Answered, type Asked, Service } from "./service";

/** How a simulated balancer chooses among the replicas that live. */
export type Choice =
    /** Tells each client its replica in a cookie, and another one once it is gone. */
    | "cookie"
    /** The remainder of the client's number. */
    | "modulo";

/** A service whose replicas come and go by requests to it: `kill`, `restore`, `scale`. */
export class ChangingService {
    readonly living = new Set(["s0", "s1", "s2"]);
    /** Deeds that were done, in their order. */
    readonly done: string[] = [];
    private given = 0;

    private constructor(
        private readonly choice: Choice,
        private readonly errors: number,
    ) {}

    /** Starts one. @param errors answers of 503 after a replica was killed, before its clients are sent elsewhere. */
    static async start(choice: Choice, errors = 0): Promise<{ service: Service; changing: ChangingService }> {
        const changing = new ChangingService(choice, errors);
        return { changing, service: await Service.start((asked) => changing.answer(asked)) };
    }

    /** The command that does a deed. */
    static command(service: Service, deed: "kill" | "restore" | "scale" | "fail"): string {
        const script = "fetch(process.argv[1]).then((answer) => process.exit(answer.ok ? 0 : 1))";
        return `"${process.execPath}" -e "${script}" ${service.url}deed/${deed}`;
    }

    private refused = 0;

    private answer(asked: Asked): Answered {
        const [, deed] = /^\/deed\/(\w+)/.exec(asked.path) ?? [];
        if (deed !== undefined) return this.change(deed);
        const known = asked.cookies["SRV"];
        const chosen = this.choice === "modulo" ? this.modulo(asked) : this.byCookie(known);
        if (known === "s0" && !this.living.has(known) && this.refused < this.errors) {
            this.refused++;
            return { status: 503, body: "no such replica" };
        }
        const set = this.choice === "cookie" && chosen !== known ? { "set-cookie": `SRV=${chosen}; Path=/` } : {};
        return { headers: { "x-replica": chosen, ...set } };
    }

    private byCookie(known: string | undefined): string {
        const living = [...this.living];
        return known !== undefined && this.living.has(known) ? known : (living[this.given++ % living.length] as string);
    }

    private modulo({ headers }: Asked): string {
        const living = [...this.living].sort();
        const number = Number(/-(\d+)$/.exec(String(headers["x-user"] ?? `-${this.given++}`))?.[1]);
        return living[number % living.length] as string;
    }

    private change(deed: string): Answered {
        this.done.push(deed);
        if (deed === "kill") this.living.delete("s0");
        if (deed === "restore") this.living.add("s0");
        if (deed === "scale") this.living.add("s3");
        return deed === "fail" ? { status: 500 } : {};
    }
}
