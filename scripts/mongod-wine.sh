#!/bin/sh
# MongoDB for Windows under Debian's wine64: MONGOD_EXE and WINEPREFIX are set by mongod.ts.
exec /usr/lib/wine/wine64 "$MONGOD_EXE" "$@"
