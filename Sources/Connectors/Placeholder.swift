import CCurl
import COpenSSL
import CRabbitMQ
package func versions() -> String { String(cString: amqp_version()) + String(cString: curl_version()) + "\(EVP_MAX_MD_SIZE)" }
