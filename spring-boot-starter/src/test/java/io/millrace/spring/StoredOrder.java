package io.millrace.spring;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "stored_order")
class StoredOrder {

    @Id
    private String id = "";

    private String state = "";

    /** For JPA. */
    StoredOrder() {}

    StoredOrder(String id, String state) {
        this.id = id;
        this.state = state;
    }

    String id() {
        return id;
    }

    String state() {
        return state;
    }
}
