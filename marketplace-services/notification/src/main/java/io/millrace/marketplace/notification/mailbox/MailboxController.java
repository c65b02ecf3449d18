package io.millrace.marketplace.notification.mailbox;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class MailboxController {

    private static final int LONGEST_ADDRESS = 254;

    private final ObjectProvider<Mailbox> mailbox;

    MailboxController(ObjectProvider<Mailbox> mailbox) {
        this.mailbox = mailbox;
    }

    @GetMapping("/api/mailbox")
    List<ReceivedMail> mails(@RequestParam String to) {
        if (to.length() > LONGEST_ADDRESS || !to.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+")) {
            throw refusal(HttpStatus.BAD_REQUEST, "'to' is no e-mail address like name@example.com.");
        }
        Mailbox present = mailbox.getIfAvailable();
        if (present == null) {
            throw refusal(
                    HttpStatus.NOT_FOUND,
                    "There is no demo mailbox here: the e-mails go to the mail server that this service is set up for.");
        }
        return present.mailsTo(to);
    }

    private static ErrorResponseException refusal(HttpStatus status, String sentence) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, sentence), null);
    }
}
