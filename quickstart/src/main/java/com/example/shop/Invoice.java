package com.example.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

@Entity
public class Invoice {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String orderId = "";

    private BigDecimal total = BigDecimal.ZERO;

    /** For JPA. */
    protected Invoice() {}

    public Invoice(String orderId, BigDecimal total) {
        this.orderId = orderId;
        this.total = total;
    }

    public @Nullable Long getId() {
        return id;
    }

    public String getOrderId() {
        return orderId;
    }

    public BigDecimal getTotal() {
        return total;
    }
}
