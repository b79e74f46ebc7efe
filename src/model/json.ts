/** Plain JSON. Values of BSON types stand in it as relaxed EJSON: `{"$oid": "…"}`, `{"$date": "…"}`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };
