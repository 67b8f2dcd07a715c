// Hints at firewalls that may block this machine's port. They can't be detected from inside, so this says where to check.
import { existsSync, readFileSync } from "node:fs";

export interface FirewallHint {
  /** Whether a firewall is known to block the port, or may. */
  isLikely: boolean;
  found: string;
  todo: string;
}

/** `read` returns a file's text, or null if it doesn't exist or can't be read. */
export function firewallHint(
  platform: NodeJS.Platform,
  port: number,
  read: (path: string) => string | null = readText,
): FirewallHint {
  const byPhone = "Open the address above on a phone in the room's Wi-Fi; only that proves it.";
  switch (platform) {
    case "darwin":
      return {
        isLikely: true,
        found: "macOS may block node",
        todo: `When it asks whether "node" may accept incoming connections, allow it; later in System Settings, Network, Firewall, Options. ${byPhone}`,
      };
    case "win32":
      return {
        isLikely: true,
        found: "Windows may block node",
        todo: `When it asks, allow Node.js on private networks, and set the Wi-Fi to "Private network" in Settings, Network. ${byPhone}`,
      };
    default:
      if (/^ENABLED=yes/m.test(read("/etc/ufw/ufw.conf") ?? "")) {
        return { isLikely: true, found: "ufw is on", todo: `sudo ufw allow ${port}/tcp. ${byPhone}` };
      }
      if (read("/run/firewalld.pid") !== null || read("/var/run/firewalld.pid") !== null) {
        const open = `sudo firewall-cmd --add-port=${port}/tcp`;
        return { isLikely: true, found: "firewalld is on", todo: `${open}, until the next boot. ${byPhone}` };
      }
      return { isLikely: false, found: "neither ufw nor firewalld is on", todo: byPhone };
  }
}

function readText(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it exists, but only its owner can read it
  }
}
