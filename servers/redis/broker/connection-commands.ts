// Commands about one connection: its protocol, its name, whether it is alive.

import { sameSecret } from "../../secrets.ts";
import { parseInteger } from "../resp/integer.ts";
import type { RespValue } from "../resp/value.ts";
import {
  array,
  bulk,
  error,
  integer,
  map,
  nullReply,
  ok,
  printed,
  simple,
  verbatim,
} from "./build-replies.ts";
import {
  type Broker,
  type Call,
  type Client,
  type Command,
  isSubscribed,
  wrongArity,
} from "./command-table.ts";
import { unsubscribeAll } from "./pubsub-commands.ts";

const empty = Buffer.alloc(0);
const databases = 16;

function ping({ broker, client, args }: Call): RespValue {
  const [text] = args;
  if (args.length > 1) return wrongArity("ping");
  // RESP2 has no pushes, so a subscribed connection gets this reply in the shape of a message.
  if (client.protocol === 2 && isSubscribed(broker, client))
    return array([bulk("pong"), bulk(text ?? empty)]);
  return text ? bulk(text) : simple("PONG");
}

function hello({ broker, client, args }: Call): RespValue {
  const [version, ...options] = args;
  const protocol = version ? parseInteger(version) : client.protocol;
  if (protocol === null) return error("Protocol version is not an integer or out of range");
  if (protocol !== 2 && protocol !== 3) return error("-NOPROTO unsupported protocol version");
  for (let option = options.shift(); option; option = options.shift()) {
    const [first, second] = options;
    const word = option.toString("latin1").toUpperCase();
    if (word === "AUTH" && first && second) {
      if (!signIn(broker, client, first, second)) return wrongPassword;
      options.splice(0, 2);
    } else if (word === "SETNAME" && first) {
      if (!setName(client, first)) return wrongName("Client names");
      options.splice(0, 1);
    } else {
      return error(`Syntax error in HELLO option '${printed(option)}'`);
    }
  }
  if (!client.authenticated) return signInFirst;
  client.protocol = protocol;
  return map({
    server: bulk("crosstalk-embedded"),
    version: bulk(broker.version),
    proto: integer(protocol),
    id: integer(client.id),
    mode: bulk("standalone"),
    role: bulk("master"),
    modules: array([]),
  });
}

function auth({ broker, client, args }: Call): RespValue {
  const [first = empty, second] = args;
  if (args.length > 2) return error("syntax error");
  if (second === undefined && broker.password === null) {
    return error(
      "AUTH <password> called without any password configured for the default user. " +
        "Are you sure your configuration is correct?",
    );
  }
  const [user, password] = second ? [first, second] : [Buffer.from("default"), first];
  return signIn(broker, client, user, password) ? ok : wrongPassword;
}

/** Returns whether the client may sign in. The only user is "default". Without a password, any password is accepted. */
function signIn(broker: Broker, client: Client, user: Buffer, password: Buffer): boolean {
  if (user.toString("latin1") !== "default") return false;
  if (broker.password !== null && !sameSecret(password.toString("latin1"), broker.password)) return false;
  client.authenticated = true;
  return true;
}

const wrongPassword = error("-WRONGPASS invalid username-password pair or user is disabled.");
const signInFirst = error(
  "-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time",
);

function wrongName(what: string): RespValue {
  return error(`${what} cannot contain spaces, newlines or special characters.`);
}

/** Whether it is printable ASCII without spaces, as CLIENT LIST requires. */
function isName(name: Buffer): boolean {
  return name.every((byte) => byte > 0x20 && byte < 0x7f);
}

function setName(client: Client, name: Buffer): boolean {
  if (!isName(name)) return false;
  client.name = name.toString("latin1");
  return true;
}

function select({ client, args }: Call): RespValue {
  const index = parseInteger(args[0] ?? empty);
  if (index === null) return error("value is not an integer or out of range");
  if (Math.abs(index + 0.5) > 2 ** 31) {
    return error("value is out of range, value must between -2147483648 and 2147483647");
  }
  if (index < 0 || index >= databases) return error("DB index is out of range");
  client.database = index;
  return ok;
}

function reset({ broker, client }: Call): RespValue {
  unsubscribeAll(broker, client);
  client.authenticated = broker.password === null;
  client.protocol = 2;
  client.database = 0;
  client.name = "";
  return simple("RESET");
}

function setInfo({ client, args }: Call): RespValue {
  const [option = empty, value = empty] = args;
  const word = option.toString("latin1").toLowerCase();
  if (word !== "lib-name" && word !== "lib-ver") return error(`Unrecognized option '${printed(option)}'`);
  if (!isName(value)) return wrongName(word);
  client.library[word === "lib-name" ? "name" : "version"] = value.toString("latin1");
  return ok;
}

/** CLIENT NO-EVICT and NO-TOUCH. Accepted without effect, because the broker has no keys. */
function setting({ args }: Call): RespValue {
  return /^(on|off)$/i.test(String(args[0])) ? ok : error("syntax error");
}

function list({ broker, args }: Call): RespValue {
  const [option, type = empty] = args;
  const clients = [...broker.clients];
  if (!option) return verbatim(clients.map((client) => `${line(broker, client)}\n`).join(""));
  if (String(option).toUpperCase() !== "TYPE" || args.length !== 2) return error("syntax error");
  const requested = String(type).toLowerCase();
  if (!["normal", "master", "replica", "slave", "pubsub"].includes(requested)) {
    return error(`Unknown client type '${printed(type)}'`);
  }
  const ofType = clients.filter(
    (client) => requested === (isSubscribed(broker, client) ? "pubsub" : "normal"),
  );
  return verbatim(ofType.map((client) => `${line(broker, client)}\n`).join(""));
}

function line(broker: Broker, client: Client): string {
  const seconds = (since: number) => Math.floor((Date.now() - since) / 1000);
  const fields = {
    id: client.id,
    addr: client.address,
    laddr: client.localAddress,
    name: client.name,
    age: seconds(client.openedAt),
    idle: seconds(client.activeAt),
    flags: isSubscribed(broker, client) ? "P" : "N",
    db: client.database,
    sub: broker.channels.namesOf(client).size,
    psub: broker.patterns.namesOf(client).size,
    ssub: broker.shardChannels.namesOf(client).size,
    cmd: client.command,
    user: "default",
    "lib-name": client.library.name,
    "lib-ver": client.library.version,
    resp: client.protocol,
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

const help = `CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
GETNAME
    Return the name of the current connection.
ID
    Return the ID of the current connection.
INFO
    Return information about the current client connection.
LIST [TYPE (NORMAL|PUBSUB)]
    Return information about client connections.
NO-EVICT (ON|OFF)
    Accepted: the embedded broker evicts nothing.
NO-TOUCH (ON|OFF)
    Accepted: the embedded broker has no keys.
SETINFO (LIB-NAME|LIB-VER) <value>
    Tell the name or the version of the client library.
SETNAME <name>
    Assign the name <name> to the current connection.
HELP
    Prints this help.`;

export const connectionCommands: Record<string, Command> = {
  ping: { arity: -1, whileSubscribed: true, run: ping },
  echo: { arity: 2, run: ({ args }) => bulk(args[0] ?? empty) },
  hello: { arity: -1, withoutAuth: true, run: hello },
  auth: { arity: -2, withoutAuth: true, run: auth },
  select: { arity: 2, run: select },
  reset: { arity: 1, whileSubscribed: true, withoutAuth: true, run: reset },
  "client|id": { arity: 2, run: ({ client }) => integer(client.id) },
  "client|getname": { arity: 2, run: ({ client }) => (client.name ? bulk(client.name) : nullReply) },
  "client|setname": {
    arity: 3,
    run: ({ client, args }) => (setName(client, args[0] ?? empty) ? ok : wrongName("Client names")),
  },
  "client|setinfo": { arity: 4, run: setInfo },
  "client|info": { arity: 2, run: ({ broker, client }) => verbatim(`${line(broker, client)}\n`) },
  "client|list": { arity: -2, run: list },
  "client|no-evict": { arity: 3, run: setting },
  "client|no-touch": { arity: 3, run: setting },
  "client|help": { arity: 2, run: () => array(help.split("\n").map(simple)) },
};
