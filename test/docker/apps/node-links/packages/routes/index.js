exports.router = (table) => (pathname) => (Object.hasOwn(table, pathname) ? table[pathname] : undefined);
