// Reads the secret in `Authorization: Bearer <secret>`.
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(header ?? "")?.[1];
}
