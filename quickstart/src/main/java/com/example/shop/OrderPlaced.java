package com.example.shop;

import io.millrace.event.EventType;
import java.math.BigDecimal;

@EventType("OrderPlaced")
public record OrderPlaced(String orderId, BigDecimal total) {}
