package com.example.shop;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface InvoiceRepository extends JpaRepository<Invoice, Long> {

    List<Invoice> findByOrderId(String orderId);
}
