#pragma once

#include <string>

/// Tokens by npm jsonwebtoken and @vonage/jwt@1.14.0 (Apache-2.0) over made-up secrets and claims;
/// the private key of the second was thrown away.
namespace haatline::gateway::test {

inline std::string const hs256_secret = "synthetic-signature-secret-32bytes!!";
inline std::string const hs256_body =
    "{\"from\":\"919876543210\",\"to\":\"911234567890\",\"uuid\":\"aaaaaaaa"
    "-bbbb-cccc-dddd-0123456789ab\",\"conversation_uuid\":\"CON-aaaaaaaa-bb"
    "bb-cccc-dddd-0123456789ab\"}";
/// iat 1767268800 (2026-01-01T12:00:00Z), jti, iss "Vonage", api_key, payload_hash of the body.
inline std::string const hs256_token =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3NjcyNjg4MDAsImp0aSI6I"
    "mM1YmE4ZjI0LTFhMTQtNGMxMC1iZmRmLTNmYmU4Y2U1MTFiNSIsImlzcyI6IlZvbmFnZSI"
    "sInBheWxvYWRfaGFzaCI6ImFhMjRiMGQwM2EzZWMyZmJiNTBhMjhlNDU1NzM5Y2U2ZGNiZ"
    "DhkM2MyNjEwOGQwYjdiZDlkZGM3MTNlOGZlOTUiLCJhcGlfa2V5IjoiYTFiMmMzZCIsImF"
    "wcGxpY2F0aW9uX2lkIjoiYWFhYWFhYWEtYmJiYi1jY2NjLWRkZGQtMDEyMzQ1Njc4OWFiI"
    "n0.LtPGqBEvM1Wis2vZIp9L8jIllNQ2thPTqSFJYXh3X-U";

inline std::string const rs256_public_key =
    "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQ"
    "EAl57ZWWknJpnAZGf2rsWH\nG51KkmgUwzJ4ST1bykVPaF/CkccjOCDt9Aj8ELlI/U6YUH"
    "GDIHugbVay5zDRT5v2\nqiFScK0C6e2kHT9aMXMtKexX+fYdjvDtxWyI8CkLZX9qH3i0HN"
    "q/OCSNAmLpNKsL\nV/9CpOn9CZfaXPY7Hle3Xjb+pFDgO1de810fgC0jX7lNteWzb2aqUm"
    "CCiLqm1A2Q\nqU5gfhOtVyn4pQlNFxzApST6NOZ8kP2hCKXn0nE3NyGadptz32GvFmCuQx"
    "ZIBj9z\ndY0jEFrWjKdkByOONHQl/NEC7sdtjbXZrrGY1KAbSB1X/80FdRUb75ZZLciXne"
    "7n\n5QIDAQAB\n-----END PUBLIC KEY-----\n";
/// iat as above, exp 4102444800 (2100-01-01), jti.
inline std::string const rs256_token =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJqdGkiOiIwMDAwMDAwMC0wMDAwLTQwM"
    "DAtODAwMC0wMDAwMDAwMDAwMDEiLCJpc3N1ZWRfYXQiOjE3NjcyNjg4MDAsImV4cCI6NDE"
    "wMjQ0NDgwMCwiaWF0IjoxNzY3MjY4ODAwLCJhcHBsaWNhdGlvbl9pZCI6ImFhYWFhYWFhL"
    "WJiYmItY2NjYy1kZGRkLTAxMjM0NTY3ODlhYiJ9.RYSwWaw9N72gRg7IVdW7KBsf_a17sN"
    "hoEzivXKy6qh-6veKrRjuTpW6TKf3rabKyyp48jYIjNTdhEbB7JdZ1eYPH5cJ3dliFIADq"
    "e6mR0zJ2jwrXJLug4NhI2B-SGlGPOvTxBeRUtoxL45Rcf04JPdI4-nx1QcS8gDFxmR3uNi"
    "oiQAMvfmsFllxTT7cTphh4zsioI31PQaLUIs5CHczPJ6U6Y7F6LiJHQMM1poK6qh6uYiIE"
    "1ktsNK_rnclw53ypqdAxxIbv1-MzuHIcfOLZ10sgVHMXSxfDdqVtjietHbopr2fyQFIYMg"
    "D9eZBMvtwxGFJxiniIRNkgNG4LuXpIdQ";

} // namespace haatline::gateway::test
