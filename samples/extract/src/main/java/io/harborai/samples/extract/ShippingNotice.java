package io.harborai.samples.extract;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

import io.harborai.chat.Description;
import org.jspecify.annotations.Nullable;

/**
 * The form. Nothing else tells the model what to look for: the schema that it is shown is
 * made of this.
 *
 * @param reference the sender's own number
 * @param mode how the goods travel
 * @param sender who sends them
 * @param recipient who gets them
 * @param carrier who carries them
 * @param tracking the carrier's number
 * @param departure the day of departure
 * @param arrival the day of arrival
 * @param goods what is sent
 * @param currency the currency of all amounts
 * @param total the price of it all
 * @param instructions what the recipient must know or do
 */
@Description("What a text says about a delivery")
record ShippingNotice(@Description("The sender's number of the order or delivery") @Nullable String reference,
		@Nullable Mode mode, @Nullable Party sender, @Nullable Party recipient,
		@Description("Who carries it, with the ship, flight or vehicle if it is named") @Nullable String carrier,
		@Description("The carrier's number: of the container, waybill or parcel") @Nullable String tracking,
		@Nullable LocalDate departure, @Description("When it is expected") @Nullable LocalDate arrival,
		List<Item> goods, @Nullable Currency currency, @Nullable BigDecimal total,
		@Description("What the recipient must know or do, in the text's language") @Nullable String instructions) {

	/**
	 * How goods travel.
	 */
	enum Mode {

		SEA, AIR, RAIL, ROAD

	}

	/**
	 * Someone who sends or gets something.
	 *
	 * @param name the company, or the person if there is none
	 * @param place the town
	 * @param contact the person to talk to
	 */
	record Party(@Description("The company, or the person if no company is named") @Nullable String name,
			@Description("The town") @Nullable String place,
			@Description("The person to talk to") @Nullable String contact) {
	}

	/**
	 * Goods of one kind.
	 *
	 * @param article what it is
	 * @param packages how many of what, such as 24 pallets
	 * @param kilograms the weight of them all
	 * @param price the price of them all
	 */
	record Item(String article, @Description("How many of what, such as: 24 pallets") @Nullable String packages,
			@Description("The weight of them all") @Nullable BigDecimal kilograms,
			@Description("The price of them all, 0 if they are free") @Nullable BigDecimal price) {
	}

}
