"""Parcels: shipped, first scanned, signed for. Each step is a fact of its own."""

from __future__ import annotations

from shopwarden.records.kind import COUNT, FLAG, MS, Kind, Schema, code

SCHEMAS = (
    Schema(
        Kind.SHIPMENT,
        27,
        ("order", "ts", "nth"),
        {
            "order": code("order"),
            "waybill": code("waybill"),
            "carrier": code("carrier"),
            "agent": code("agent"),
            "weight_g": COUNT,  # as the warehouse weighed it
            "promised_ms": MS,  # ship by
            "city": code("city"),  # where the order wants it
            "own": FLAG,  # 1 the sender on the label is this shop
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.PARCEL_SCANNED,
        28,
        ("order", "ts", "nth"),
        {
            "order": code("order"),
            "waybill": code("waybill"),
            "carrier": code("carrier"),
            "weight_g": COUNT,  # as the carrier weighed it
            "nth": COUNT,
        },
    ),
    Schema(
        Kind.PARCEL_SIGNED,
        29,
        ("order", "ts", "nth"),
        {
            "order": code("order"),
            "waybill": code("waybill"),
            "carrier": code("carrier"),
            "city": code("city"),  # where it was signed for
            "proof": FLAG,  # 1 the slip or its photo is there
            "nth": COUNT,
        },
    ),
)
